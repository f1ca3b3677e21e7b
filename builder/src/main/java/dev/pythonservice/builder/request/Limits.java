package dev.pythonservice.builder.request;

/**
 * What a build may take at most.
 *
 * @param sourceBytes bytes of the project's files together
 * @param sourceFiles number of the project's files
 * @param wheelBytes bytes of one wheel, unpacked
 * @param installedBytes bytes of all wheels of a platform, unpacked
 * @param layers layers of an image, those of the base image included
 */
public record Limits(
    long sourceBytes, int sourceFiles, long wheelBytes, long installedBytes, int layers) {

  /** Enough for large machine-learning images, too little for a bomb. */
  public static final Limits USUAL = new Limits(512L << 20, 50_000, 6L << 30, 12L << 30, 60);
}

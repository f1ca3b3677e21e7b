package dev.pythonservice.builder.target;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A full version of CPython. All three numbers matter: markers may ask for the third, and bytecode
 * differs between micro versions although they accept each other's.
 */
public record PythonVersion(int major, int minor, int micro) implements Comparable<PythonVersion> {

  private static final Pattern FULL = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  /**
   * Reads a version such as {@code 3.13.5}.
   *
   * @throws BuildFailure when it is not three numbers
   */
  public static PythonVersion of(String text) {
    Matcher matcher = FULL.matcher(text);
    if (!matcher.matches()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "Python version %s is not a full one; write three numbers, such as 3.13.5"
              .formatted(text));
    }
    return new PythonVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** The version that decides about wheels, such as {@code 3.13}. */
  public String series() {
    return major + "." + minor;
  }

  /** The tag of wheels for exactly this series (PEP 425), such as {@code cp313}. */
  public String tag() {
    return "cp" + major + minor;
  }

  @Override
  public int compareTo(PythonVersion other) {
    return java.util.Comparator.comparingInt(PythonVersion::major)
        .thenComparingInt(PythonVersion::minor)
        .thenComparingInt(PythonVersion::micro)
        .compare(this, other);
  }

  /** Such as {@code 3.13.5}. */
  @Override
  public String toString() {
    return "%d.%d.%d".formatted(major, minor, micro);
  }
}

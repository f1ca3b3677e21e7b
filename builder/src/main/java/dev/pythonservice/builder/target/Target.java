package dev.pythonservice.builder.target;

import java.util.List;

/**
 * What wheels are chosen for.
 *
 * @param platform operating system and architecture
 * @param libc the base image's C library
 * @param python the base image's Python
 */
public record Target(Platform platform, CLibrary libc, PythonVersion python) {

  /** The glibcs 2.x whose manylinux platforms uv 0.13 knows by name. */
  private static final List<Integer> GLIBC_MINORS_OF_UV =
      List.of(40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 28, 17);

  /**
   * The platform by the name that uv's option {@code --python-platform} knows: of glibc the newest
   * that is not newer than this one, as wheels for a newer one would not run.
   */
  public String uvPlatform() {
    return platform.machine()
        + switch (libc.family()) {
          case GLIBC -> "-manylinux_2_" + glibcMinorOfUv();
          case MUSL -> "-unknown-linux-musl";
        };
  }

  private int glibcMinorOfUv() {
    return GLIBC_MINORS_OF_UV.stream()
        .filter(minor -> minor <= libc.minor())
        .findFirst()
        .orElse(libc.minor());
  }

  /** Such as {@code linux/arm64, glibc 2.41, Python 3.13.5}. */
  @Override
  public String toString() {
    return "%s, %s, Python %s".formatted(platform, libc, python);
  }
}

package dev.pythonservice.builder.target;

/**
 * What wheels are chosen for.
 *
 * @param platform operating system and architecture
 * @param libc the base image's C library
 * @param python the base image's Python
 */
public record Target(Platform platform, CLibrary libc, PythonVersion python) {

  /** The newest glibc whose manylinux platform uv 0.13 knows by name. */
  private static final int NEWEST_GLIBC_MINOR = 40;

  /** The platform by the name that uv's option {@code --python-platform} knows. */
  public String uvPlatform() {
    return platform.machine()
        + switch (libc.family()) {
          case GLIBC -> "-manylinux_2_" + Math.min(libc.minor(), NEWEST_GLIBC_MINOR);
          case MUSL -> "-unknown-linux-musl";
        };
  }

  /** Such as {@code linux/arm64, glibc 2.41, Python 3.13.5}. */
  @Override
  public String toString() {
    return "%s, %s, Python %s".formatted(platform, libc, python);
  }
}

package dev.pythonservice.builder.target;

import java.util.Locale;

/**
 * The C library of a base image with its version; wheels say by their tags which one they need.
 *
 * @param family glibc or musl
 * @param major major version, 2 for every glibc in use, 1 for every musl
 * @param minor minor version
 */
public record CLibrary(Family family, int major, int minor) {

  /** The two C libraries that Python's wheels know. */
  public enum Family {
    /** The GNU C library; wheels are tagged manylinux (PEP 600). */
    GLIBC,
    /** The C library of Alpine; wheels are tagged musllinux (PEP 656). */
    MUSL
  }

  /** Whether programs for the other one run with this one: both are compatible with older ones. */
  public boolean isAtLeast(CLibrary other) {
    return family == other.family
        && (major > other.major || (major == other.major && minor >= other.minor));
  }

  /** Such as {@code glibc 2.41}. */
  @Override
  public String toString() {
    return "%s %d.%d".formatted(family.name().toLowerCase(Locale.ROOT), major, minor);
  }
}

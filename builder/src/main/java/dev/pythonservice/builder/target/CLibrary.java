package dev.pythonservice.builder.target;

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

  /** Such as {@code glibc 2.41}. */
  @Override
  public String toString() {
    return "%s %d.%d".formatted(family.name().toLowerCase(java.util.Locale.ROOT), major, minor);
  }
}

package dev.pythonservice.e2e.images;

/**
 * A Debian suite.
 *
 * @param codename its name in the archive, such as {@code trixie}
 * @param released whether it is a release, which has updates and security updates beside it
 * @param gccLicences the package with the licences of GCC's run-time libraries, whose name has the
 *     suite's version of GCC in it
 */
record Suite(String codename, boolean released, String gccLicences) {
  /** Debian 13, the stable release: glibc 2.41, Python 3.13, OpenJDK 25. */
  static final Suite TRIXIE = new Suite("trixie", true, "gcc-14-base");

  /** The coming Debian 14, the first with Python 3.14. Its packages still change. */
  static final Suite FORKY = new Suite("forky", false, "gcc-16-base");
}

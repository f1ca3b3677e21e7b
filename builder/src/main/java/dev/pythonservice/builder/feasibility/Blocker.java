package dev.pythonservice.builder.feasibility;

/**
 * A package that cannot be installed on a target.
 *
 * @param packageName its name, normalised
 * @param version its locked version
 * @param reason why, for programs
 * @param message why, for people
 * @param remedy what would unblock it, for people
 */
public record Blocker(
    String packageName, String version, Reason reason, String message, String remedy) {

  /** Why a package has no wheel for a target. */
  public enum Reason {
    /** Its wheels are for other architectures or operating systems. */
    ONLY_OTHER_ARCHITECTURES("OnlyOtherArchitectures"),
    /** Its wheels for this architecture need a newer C library than the base image has. */
    NEWER_LIBC("NewerLibc"),
    /**
     * Its wheels for this architecture are for musl and the base image has glibc, or vice versa.
     */
    ONLY_OTHER_LIBC("OnlyOtherLibc"),
    /** Its wheels for this platform are for newer versions of Python. */
    NEWER_PYTHON("NewerPython"),
    /** Its wheels for this platform are for older or other Pythons. */
    ONLY_OTHER_PYTHONS("OnlyOtherPythons"),
    /** Its wheels for this platform and Python are for the build without the global lock. */
    FREE_THREADED_ONLY("FreeThreadedOnly"),
    /** There are no wheels at all; it would have to be built from source. */
    SOURCE_ONLY("SourceOnly"),
    /** It is in the project's tree and has native code, which must be built into a wheel. */
    NATIVE_CODE("NativeCode"),
    /** The lock names no file that could be installed. */
    NO_FILES("NoFiles");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** Whether the command {@code wheel} makes the wheel that lacks, when asked for all of them. */
    public boolean isForWheel() {
      return this == SOURCE_ONLY || this == NATIVE_CODE;
    }

    /** The reason as status fields and reports have it. */
    public String word() {
      return word;
    }
  }
}

package dev.pythonservice.operator.plan;

/**
 * Major and minor number of a package's version (PEP 440): {@code 25.1.0} has 25 and 1. What
 * follows them is of no interest, and what is no number counts as 0.
 *
 * @param major first number
 * @param minor second number
 */
record EngineVersion(int major, int minor) {

  static EngineVersion of(String version) {
    String[] parts = version.split("\\.", 3);
    return new EngineVersion(number(parts[0]), parts.length > 1 ? number(parts[1]) : 0);
  }

  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || major == otherMajor && minor >= otherMinor;
  }

  private static int number(String part) {
    int length = 0;
    while (length < part.length() && length < 9 && Character.isDigit(part.charAt(length))) {
      length++;
    }
    return length == 0 ? 0 : Integer.parseInt(part.substring(0, length));
  }
}

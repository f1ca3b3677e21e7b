package dev.pythonservice.builder.feasibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a wheel's file name says (binary distribution format, "File name convention"; PEP 425,
 * "Compressed Tag Sets").
 *
 * @param build the build tag's number; −1 without one, which is less than any
 * @param buildSuffix what follows the number
 * @param pythons such as {@code cp313} or {@code py2}, {@code py3}
 * @param abis such as {@code cp313}, {@code abi3} or {@code none}
 * @param platforms such as {@code manylinux_2_28_x86_64} or {@code any}
 */
record WheelTags(
    long build,
    String buildSuffix,
    List<String> pythons,
    List<String> abis,
    List<String> platforms) {

  private static final String SUFFIX = ".whl";
  private static final int WITHOUT_BUILD_TAG = 5;
  private static final int WITH_BUILD_TAG = 6;

  /** Digits of a build tag's number that are compared as a number. */
  private static final int LONGEST_NUMBER = 18;

  /** Reads a file name; absent when it is not that of a wheel. */
  static Optional<WheelTags> of(String fileName) {
    if (!fileName.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String stem = fileName.substring(0, fileName.length() - SUFFIX.length());
    String[] parts = stem.split("-", -1);
    if (parts.length != WITHOUT_BUILD_TAG && parts.length != WITH_BUILD_TAG) {
      return Optional.empty();
    }
    String build = parts.length == WITH_BUILD_TAG ? parts[2] : "";
    int digits = 0;
    while (digits < Math.min(build.length(), LONGEST_NUMBER)
        && Character.isDigit(build.charAt(digits))) {
      digits++;
    }
    int end = parts.length;
    return Optional.of(
        new WheelTags(
            digits == 0 ? -1 : Long.parseLong(build.substring(0, digits)),
            build.substring(digits),
            split(parts[end - 3]),
            split(parts[end - 2]),
            split(parts[end - 1])));
  }

  private static List<String> split(String compressed) {
    return List.of(compressed.split("\\.", -1));
  }

  /** Every combination, as {@code python-abi-platform}. */
  List<String> expanded() {
    List<String> all = new ArrayList<>();
    for (String python : pythons) {
      for (String abi : abis) {
        for (String platform : platforms) {
          all.add(python + "-" + abi + "-" + platform);
        }
      }
    }
    return all;
  }
}

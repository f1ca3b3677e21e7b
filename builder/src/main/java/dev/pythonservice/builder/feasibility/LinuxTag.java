package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.feasibility.Explanation.Libc;
import dev.pythonservice.builder.target.CLibrary.Family;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A platform tag of a Linux wheel that names a C library (PEP 600, PEP 656, and the three names
 * before them: PEP 513, 571, 599).
 *
 * @param libc the C library that it needs
 * @param machine the architecture
 */
record LinuxTag(Libc libc, String machine) {

  private static final Pattern VERSIONED =
      Pattern.compile("(many|musl)linux_(\\d{1,3})_(\\d{1,3})_(\\w+)");
  private static final Pattern LEGACY = Pattern.compile("manylinux(1|2010|2014)_(\\w+)");

  static Optional<LinuxTag> of(String platform) {
    Matcher versioned = VERSIONED.matcher(platform);
    if (versioned.matches()) {
      Family family = versioned.group(1).equals("many") ? Family.GLIBC : Family.MUSL;
      Libc libc =
          new Libc(
              family, Integer.parseInt(versioned.group(2)), Integer.parseInt(versioned.group(3)));
      return Optional.of(new LinuxTag(libc, versioned.group(4)));
    }
    Matcher legacy = LEGACY.matcher(platform);
    if (legacy.matches()) {
      int minor =
          switch (legacy.group(1)) {
            case "1" -> 5;
            case "2010" -> 12;
            default -> 17;
          };
      return Optional.of(new LinuxTag(new Libc(Family.GLIBC, 2, minor), legacy.group(2)));
    }
    return Optional.empty();
  }

  /** A platform tag for people: {@code Linux on x86_64}, {@code macOS}, {@code Windows}. */
  static String shown(String platform) {
    if (platform.startsWith("macosx")) {
      return "macOS";
    }
    if (platform.startsWith("win")) {
      return "Windows";
    }
    return of(platform).map(tag -> "Linux on " + tag.machine()).orElse(platform);
  }
}

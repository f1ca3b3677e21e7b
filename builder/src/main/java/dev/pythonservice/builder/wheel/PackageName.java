package dev.pythonservice.builder.wheel;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of packages. */
final class PackageName {

  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private PackageName() {}

  /** The name that all spellings of it have in common (PEP 503). */
  static String normalised(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}

package dev.pythonservice.builder.lock;

import java.util.Locale;

/** Names of packages, extras and groups. */
final class Names {

  private Names() {}

  /** The form in which names are compared (PEP 503, "Normalized Names"). */
  static String normalised(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }
}

package dev.pythonservice.builder.stack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What built a wheel (binary distribution format, {@code Generator} in {@code WHEEL}).
 *
 * @param name its name in lower case; {@code unknown} where the wheel does not say one
 * @param version its version; empty where the wheel does not say one
 */
record Generator(String name, String version) {

  private static final Generator UNKNOWN = new Generator("unknown", "");

  /** The field has no form; these are those of setuptools and maturin, of hatchling, of meson. */
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9._-]{0,62})(?:\\s+(?:\\(v?([0-9][A-Za-z0-9.+!_-]{0,31})\\)|v?([0-9][A-Za-z0-9.+!_-]{0,31})))?");

  private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[^0-9]+");

  /** Older versions first, by their numbers; enough to name the newest of some. */
  static final Comparator<Generator> BY_VERSION =
      Comparator.comparing(Generator::numbers, Arrays::compare).thenComparing(Generator::version);

  /** What a wheel says. */
  static Generator of(Optional<String> text) {
    return text.map(String::strip)
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(form ->
            new Generator(
                form.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(form.group(2))
                    .or(() -> Optional.ofNullable(form.group(3)))
                    .orElse("")))
        .orElse(UNKNOWN);
  }

  private long[] numbers() {
    return BETWEEN_NUMBERS
        .splitAsStream(version)
        .filter(digits -> !digits.isEmpty() && digits.length() < 18)
        .mapToLong(Long::parseLong)
        .toArray();
  }

  /** Such as {@code maturin 1.9.4}. */
  @Override
  public String toString() {
    return version.isEmpty() ? name : name + " " + version;
  }
}

package dev.pythonservice.builder.version;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a Python package (PEP 440), in its order.
 *
 * @param epoch its epoch, 0 unless said
 * @param release its numbers, without zeros at the end, of which there may be none left
 * @param pre {@code a}, {@code b} or {@code rc} with its number
 * @param post number of the post-release
 * @param dev number of the development release
 * @param local the parts after the plus
 */
public record PythonPackageVersion(
    BigInteger epoch,
    List<BigInteger> release,
    Optional<PreRelease> pre,
    Optional<BigInteger> post,
    Optional<BigInteger> dev,
    List<String> local)
    implements Comparable<PythonPackageVersion> {

  /** PEP 440, appendix B. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)"
              + "(?:[-_.]?(?<letter>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>\\d+)?)?"
              + "(?:-(?<implicit>\\d+)|[-_.]?(?<word>post|rev|r)[-_.]?(?<post>\\d+)?)?"
              + "(?:[-_.]?(?<devword>dev)[-_.]?(?<dev>\\d+)?)?"
              + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

  private static final Comparator<PythonPackageVersion> ORDER =
      Comparator.comparing(PythonPackageVersion::epoch)
          .thenComparing(PythonPackageVersion::release, PythonPackageVersion::compareReleases)
          .thenComparing(PythonPackageVersion::preRank)
          .thenComparing(version -> version.pre().map(PreRelease::number).orElse(BigInteger.ZERO))
          .thenComparing(version -> version.post().orElse(BigInteger.ONE.negate()))
          .thenComparing(version -> version.dev().isEmpty())
          .thenComparing(version -> version.dev().orElse(BigInteger.ZERO))
          .thenComparing(PythonPackageVersion::local, PythonPackageVersion::compareLocals);

  public PythonPackageVersion {
    int length = release.size();
    while (length > 0 && release.get(length - 1).signum() == 0) {
      length--;
    }
    release = List.copyOf(release.subList(0, length));
    local = List.copyOf(local);
  }

  /**
   * A pre-release.
   *
   * @param letter {@code a}, {@code b} or {@code rc}, which is also their order
   */
  public record PreRelease(String letter, BigInteger number) {}

  /** Reads a version; empty when it is none. */
  public static Optional<PythonPackageVersion> of(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean isPost = matcher.group("implicit") != null || matcher.group("word") != null;
    return Optional.of(
        new PythonPackageVersion(
            number(matcher.group("epoch")),
            Arrays.stream(matcher.group("release").split("\\.")).map(BigInteger::new).toList(),
            Optional.ofNullable(matcher.group("letter"))
                .map(letter -> new PreRelease(normal(letter), number(matcher.group("pre")))),
            isPost
                ? Optional.of(
                    number(
                        Optional.ofNullable(matcher.group("implicit"))
                            .orElse(matcher.group("post"))))
                : Optional.empty(),
            Optional.ofNullable(matcher.group("devword")).map(word -> number(matcher.group("dev"))),
            Optional.ofNullable(matcher.group("local"))
                .map(local -> List.of(local.split("[-_.]")))
                .orElse(List.of())));
  }

  /** Whether it comes before the release that it bears the number of. */
  public boolean isPreRelease() {
    return pre.isPresent() || dev.isPresent();
  }

  /** The same without what follows the plus. */
  PythonPackageVersion withoutLocal() {
    return new PythonPackageVersion(epoch, release, pre, post, dev, List.of());
  }

  /** The first development release of it. */
  PythonPackageVersion firstPreRelease() {
    return new PythonPackageVersion(
        epoch, release, pre, post, Optional.of(BigInteger.ZERO), List.of());
  }

  /** What it is a post-release of. */
  PythonPackageVersion withoutPost() {
    return new PythonPackageVersion(
        epoch, release, pre, Optional.empty(), Optional.empty(), List.of());
  }

  /** Epoch and numbers alone. */
  PythonPackageVersion base() {
    return new PythonPackageVersion(
        epoch, release, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  @Override
  public int compareTo(PythonPackageVersion other) {
    return ORDER.compare(this, other);
  }

  private static BigInteger number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? BigInteger.ZERO : new BigInteger(digits);
  }

  private static String normal(String letter) {
    return switch (letter) {
      case "alpha" -> "a";
      case "beta" -> "b";
      case "c", "pre", "preview" -> "rc";
      default -> letter;
    };
  }

  /** A development release of nothing else comes first, what is no pre-release comes last. */
  private static int preRank(PythonPackageVersion version) {
    if (version.pre().isEmpty() && version.post().isEmpty() && version.dev().isPresent()) {
      return 0;
    }
    return version.pre().map(pre -> List.of("a", "b", "rc").indexOf(pre.letter()) + 1).orElse(4);
  }

  private static int compareReleases(List<BigInteger> one, List<BigInteger> other) {
    for (int index = 0; index < Math.max(one.size(), other.size()); index++) {
      int order = at(one, index).compareTo(at(other, index));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  static BigInteger at(List<BigInteger> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
  }

  /** PEP 440, "Local version identifiers": numbers after words, more parts after fewer. */
  private static int compareLocals(List<String> one, List<String> other) {
    for (int index = 0; index < Math.min(one.size(), other.size()); index++) {
      int order = compareParts(one.get(index), other.get(index));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static int compareParts(String one, String other) {
    boolean isNumber = isNumber(one);
    if (isNumber != isNumber(other)) {
      return isNumber ? 1 : -1;
    }
    return isNumber ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(Character::isDigit);
  }
}

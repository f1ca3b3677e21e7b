package dev.pythonservice.builder.version;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a Rust crate (Semantic Versioning 2.0.0), in its order, which what follows the
 * plus has no part in.
 *
 * @param major first number
 * @param minor second number; 0 where it is left out, as advisories do
 * @param patch third number, likewise
 * @param pre the parts after the hyphen; none for a release
 */
public record SemanticVersion(
    BigInteger major, BigInteger minor, BigInteger patch, List<String> pre)
    implements Comparable<SemanticVersion> {

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
              + "(?:\\+[0-9A-Za-z.-]+)?");

  private static final Comparator<SemanticVersion> ORDER =
      Comparator.comparing(SemanticVersion::major)
          .thenComparing(SemanticVersion::minor)
          .thenComparing(SemanticVersion::patch)
          .thenComparing(version -> version.pre().isEmpty())
          .thenComparing(SemanticVersion::pre, SemanticVersion::comparePre);

  public SemanticVersion {
    pre = List.copyOf(pre);
  }

  /** Reads a version; empty when it is none. */
  public static Optional<SemanticVersion> of(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SemanticVersion(
            number(matcher.group(1)),
            number(matcher.group(2)),
            number(matcher.group(3)),
            Optional.ofNullable(matcher.group(4))
                .map(pre -> List.of(pre.split("\\.")))
                .orElse(List.of())));
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return ORDER.compare(this, other);
  }

  private static BigInteger number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? BigInteger.ZERO : new BigInteger(digits);
  }

  /** Semantic Versioning, 11.4: numbers before words, fewer parts before more. */
  private static int comparePre(List<String> one, List<String> other) {
    for (int index = 0; index < Math.min(one.size(), other.size()); index++) {
      int order = comparePart(one.get(index), other.get(index));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static int comparePart(String one, String other) {
    boolean isNumber = one.matches("\\d+");
    if (isNumber != other.matches("\\d+")) {
      return isNumber ? -1 : 1;
    }
    return isNumber ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }
}

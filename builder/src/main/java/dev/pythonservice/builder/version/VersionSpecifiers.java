package dev.pythonservice.builder.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions on the version of a Python package that hold together (PEP 440, "Version specifiers"),
 * such as {@code >=2,<2.4}. Pre-releases are versions like others.
 */
public final class VersionSpecifiers {

  private static final Pattern CLAUSE =
      Pattern.compile("(~=|===|==|!=|<=|>=|<|>)\\s*(\\S+)", Pattern.CASE_INSENSITIVE);

  private final List<Predicate<String>> clauses;

  private VersionSpecifiers(List<Predicate<String>> clauses) {
    this.clauses = List.copyOf(clauses);
  }

  /** Reads conditions; empty when they are none. */
  public static Optional<VersionSpecifiers> of(String text) {
    List<Predicate<String>> clauses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<Predicate<String>> clause = clause(part.strip());
      if (clause.isEmpty()) {
        return Optional.empty();
      }
      clauses.add(clause.get());
    }
    return Optional.of(new VersionSpecifiers(clauses));
  }

  /** Whether all of them hold for a version, as a lock writes it. */
  public boolean hold(String version) {
    return clauses.stream().allMatch(clause -> clause.test(version.strip()));
  }

  private static Optional<Predicate<String>> clause(String text) {
    Matcher matcher = CLAUSE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String operator = matcher.group(1);
    String written = matcher.group(2);
    if (operator.equals("===")) {
      return Optional.of(version -> version.equalsIgnoreCase(written));
    }
    if (written.endsWith(".*")) {
      return prefix(operator, written.substring(0, written.length() - 2));
    }
    return PythonPackageVersion.of(written)
        .flatMap(wanted -> comparison(operator, written, wanted))
        .map(VersionSpecifiers::ofParsed);
  }

  /** What is no version is only ever equal to itself, which {@code ===} is for. */
  private static Predicate<String> ofParsed(Predicate<PythonPackageVersion> holds) {
    return text -> PythonPackageVersion.of(text).filter(holds).isPresent();
  }

  private static Optional<Predicate<String>> prefix(String operator, String written) {
    Optional<Predicate<PythonPackageVersion>> matches =
        PythonPackageVersion.of(written)
            .filter(wanted -> isPrefix(written, wanted))
            .map(wanted -> startsWith(wanted, numbers(written)));
    return switch (operator) {
      case "==" -> matches.map(VersionSpecifiers::ofParsed);
      case "!=" -> matches.map(Predicate::negate).map(VersionSpecifiers::ofParsed);
      default -> Optional.empty();
    };
  }

  /** PEP 440, "Version matching": neither of development releases nor of what has a local part. */
  private static boolean isPrefix(String written, PythonPackageVersion wanted) {
    return wanted.dev().isEmpty()
        && wanted.local().isEmpty()
        && Character.isDigit(written.charAt(written.length() - 1));
  }

  private static Optional<Predicate<PythonPackageVersion>> comparison(
      String operator, String written, PythonPackageVersion wanted) {
    return switch (operator) {
      case "==" -> Optional.of(version -> isSame(version, wanted));
      case "!=" -> Optional.of(version -> !isSame(version, wanted));
      case "<=" -> Optional.of(version -> version.withoutLocal().compareTo(wanted) <= 0);
      case ">=" -> Optional.of(version -> version.withoutLocal().compareTo(wanted) >= 0);
      case "<" -> Optional.of(version -> isBelow(version, wanted));
      case ">" -> Optional.of(version -> isAbove(version, wanted));
      default -> compatible(written, wanted);
    };
  }

  /** A local part matters only where the condition has one. */
  private static boolean isSame(PythonPackageVersion version, PythonPackageVersion wanted) {
    return (wanted.local().isEmpty() ? version.withoutLocal() : version).compareTo(wanted) == 0;
  }

  /** Exclusive: not the pre-releases of what is excluded. */
  private static boolean isBelow(PythonPackageVersion version, PythonPackageVersion wanted) {
    boolean excluded =
        !wanted.isPreRelease()
            && version.isPreRelease()
            && version.compareTo(wanted.firstPreRelease()) >= 0;
    return version.compareTo(wanted) < 0 && !excluded;
  }

  /** Exclusive: neither post-releases nor local versions of what is excluded. */
  private static boolean isAbove(PythonPackageVersion version, PythonPackageVersion wanted) {
    boolean isPostRelease =
        wanted.post().isEmpty()
            && version.post().isPresent()
            && version.withoutPost().compareTo(wanted) == 0;
    boolean isLocal = !version.local().isEmpty() && version.withoutLocal().compareTo(wanted) == 0;
    return version.compareTo(wanted) > 0 && !isPostRelease && !isLocal;
  }

  /** At least this, with the same numbers but the last. */
  private static Optional<Predicate<PythonPackageVersion>> compatible(
      String written, PythonPackageVersion wanted) {
    int numbers = numbers(written);
    return numbers < 2
        ? Optional.empty()
        : Optional.of(version ->
            version.withoutLocal().compareTo(wanted) >= 0
                && startsWith(wanted.base(), numbers - 1).test(version));
  }

  /**
   * Whether a version begins with a prefix.
   *
   * @param numbers how many numbers of the prefix count; zeros at its end do, too
   */
  private static Predicate<PythonPackageVersion> startsWith(
      PythonPackageVersion prefix, int numbers) {
    return version ->
        version.epoch().equals(prefix.epoch())
            && firstNumbers(version, numbers).equals(firstNumbers(prefix, numbers))
            && prefix.pre().stream().allMatch(pre -> version.pre().filter(pre::equals).isPresent())
            && prefix.post().stream()
                .allMatch(post -> version.post().filter(post::equals).isPresent());
  }

  private static List<java.math.BigInteger> firstNumbers(
      PythonPackageVersion version, int numbers) {
    return java.util.stream.IntStream.range(0, numbers)
        .mapToObj(index -> PythonPackageVersion.at(version.release(), index))
        .toList();
  }

  private static int numbers(String written) {
    String text =
        written.toLowerCase(Locale.ROOT).replaceFirst("^v", "").replaceFirst("^\\d+!", "");
    String release = text.replaceFirst("^(\\d+(?:\\.\\d+)*).*$", "$1");
    return Arrays.asList(release.split("\\.")).size();
  }
}

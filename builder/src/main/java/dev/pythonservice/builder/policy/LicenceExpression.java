package dev.pythonservice.builder.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An SPDX licence expression (SPDX 3.0, annex B). */
sealed interface LicenceExpression {

  /** Whether a user may choose licences that are all acceptable. */
  boolean satisfies(Predicate<Licence> acceptable);

  /** The licences in it. */
  Stream<Licence> licences();

  /**
   * One licence.
   *
   * @param id its SPDX identifier
   * @param exception what its {@code WITH} adds
   */
  record Licence(String id, Optional<String> exception) implements LicenceExpression {

    /** Identifiers that SPDX replaced, because they did not say what of later versions. */
    private static final Pattern GNU = Pattern.compile("(?i)((?:A|L)?GPL|GFDL)-\\d+\\.\\d+");

    public Licence {
      id = current(id);
    }

    private static String current(String id) {
      boolean orLater = id.endsWith("+");
      String name = orLater ? id.substring(0, id.length() - 1) : id;
      return GNU.matcher(name).matches() ? name + (orLater ? "-or-later" : "-only") : id;
    }

    /** The same in other letters is the same (SPDX 3.0, B.3). */
    boolean isCalled(String name) {
      return toString().equalsIgnoreCase(name) || id.equalsIgnoreCase(current(name));
    }

    @Override
    public boolean satisfies(Predicate<Licence> acceptable) {
      return acceptable.test(this);
    }

    @Override
    public Stream<Licence> licences() {
      return Stream.of(this);
    }

    @Override
    public String toString() {
      return exception.map(text -> id + " WITH " + text).orElse(id);
    }
  }

  /** All of them hold. */
  record All(List<LicenceExpression> parts) implements LicenceExpression {

    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean satisfies(Predicate<Licence> acceptable) {
      return parts.stream().allMatch(part -> part.satisfies(acceptable));
    }

    @Override
    public Stream<Licence> licences() {
      return parts.stream().flatMap(LicenceExpression::licences);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof Any ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" AND "));
    }
  }

  /** The user chooses one. */
  record Any(List<LicenceExpression> parts) implements LicenceExpression {

    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean satisfies(Predicate<Licence> acceptable) {
      return parts.stream().anyMatch(part -> part.satisfies(acceptable));
    }

    @Override
    public Stream<Licence> licences() {
      return parts.stream().flatMap(LicenceExpression::licences);
    }

    @Override
    public String toString() {
      return parts.stream().map(Object::toString).collect(Collectors.joining(" OR "));
    }
  }

  /** Reads an expression; empty when it is none. */
  static Optional<LicenceExpression> of(String text) {
    return new Parser(text).parsed();
  }

  /** OR binds least, then AND, then WITH. */
  final class Parser {

    private static final Pattern WORD =
        Pattern.compile("\\s*(\\(|\\)|[A-Za-z0-9][A-Za-z0-9.:-]*\\+?)");

    private static final Map<String, String> OPERATORS =
        Map.of("and", "AND", "or", "OR", "with", "WITH", "(", "(", ")", ")");

    private final List<String> words = new ArrayList<>();
    private int next;

    private Parser(String text) {
      Matcher matcher = WORD.matcher(text.strip());
      int end = 0;
      while (matcher.lookingAt()) {
        words.add(matcher.group(1));
        end = matcher.end();
        matcher.region(end, matcher.regionEnd());
      }
      if (end != text.strip().length()) {
        words.clear();
      }
    }

    private Optional<LicenceExpression> parsed() {
      Optional<LicenceExpression> expression = any();
      return next == words.size() ? expression : Optional.empty();
    }

    private Optional<LicenceExpression> any() {
      return joined("OR", this::all, Any::new);
    }

    private Optional<LicenceExpression> all() {
      return joined("AND", this::single, All::new);
    }

    private Optional<LicenceExpression> joined(
        String operator,
        java.util.function.Supplier<Optional<LicenceExpression>> part,
        java.util.function.Function<List<LicenceExpression>, LicenceExpression> join) {
      List<LicenceExpression> parts = new ArrayList<>();
      do {
        Optional<LicenceExpression> one = part.get();
        if (one.isEmpty()) {
          return Optional.empty();
        }
        parts.add(one.get());
      } while (take(operator));
      return Optional.of(parts.size() == 1 ? parts.getFirst() : join.apply(parts));
    }

    private Optional<LicenceExpression> single() {
      if (take("(")) {
        Optional<LicenceExpression> inner = any();
        return take(")") ? inner : Optional.empty();
      }
      Optional<String> id = name();
      if (id.isPresent() && take("WITH")) {
        Optional<String> exception = name();
        return exception.map(text -> new Licence(id.get(), Optional.of(text)));
      }
      return id.map(text -> new Licence(text, Optional.empty()));
    }

    private Optional<String> name() {
      if (next < words.size() && operator(words.get(next)).isEmpty()) {
        return Optional.of(words.get(next++));
      }
      return Optional.empty();
    }

    private boolean take(String operator) {
      boolean isNext =
          next < words.size() && operator(words.get(next)).equals(Optional.of(operator));
      next += isNext ? 1 : 0;
      return isNext;
    }

    private static Optional<String> operator(String word) {
      return Optional.ofNullable(OPERATORS.get(word.toLowerCase(Locale.ROOT)));
    }
  }
}

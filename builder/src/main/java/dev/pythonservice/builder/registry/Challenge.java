package dev.pythonservice.builder.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a registry wants to be convinced (RFC 9110, 11.6.1; RFC 6750, 3). */
sealed interface Challenge {

  /** By user and password. */
  record Basic() implements Challenge {}

  /**
   * By a token.
   *
   * @param realm where to get it
   * @param service for whom
   */
  record Bearer(String realm, String service) implements Challenge {}

  /** The best of the challenges in {@code WWW-Authenticate} headers. */
  static Optional<Challenge> of(List<String> headers) {
    Optional<Challenge> bearer =
        headers.stream()
            .flatMap(header -> parameters(header, "bearer").stream())
            .filter(parameters -> parameters.containsKey("realm"))
            .findFirst()
            .map(parameters ->
                new Bearer(
                    parameters.getOrDefault("realm", ""), parameters.getOrDefault("service", "")));
    return bearer.or(() ->
        headers.stream()
            .flatMap(header -> parameters(header, "basic").stream())
            .findFirst()
            .map(parameters -> new Basic()));
  }

  private static Optional<Map<String, String>> parameters(String header, String scheme) {
    Matcher start =
        Pattern.compile("(^|,\\s*)" + scheme + "(\\s|$)").matcher(header.toLowerCase(Locale.ROOT));
    if (!start.find()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher parameter =
        Pattern.compile("([A-Za-z_]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))")
            .matcher(header.substring(start.end()));
    while (parameter.find()) {
      String value = Optional.ofNullable(parameter.group(2)).orElseGet(() -> parameter.group(3));
      parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
    }
    return Optional.of(parameters);
  }
}

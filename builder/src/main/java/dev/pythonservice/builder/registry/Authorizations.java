package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.registry.Challenge.Basic;
import dev.pythonservice.builder.registry.Challenge.Bearer;
import dev.pythonservice.builder.registry.RegistryCredentials.Credential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is shown to the registries to be let in: a password, or tokens of their token servers (CNCF
 * distribution, "Token Authentication Specification"). What a registry wants is learned from its
 * first refusal and kept.
 */
final class Authorizations {

  private static final int TOKEN_LIMIT = 1 << 20;
  private static final int USUAL_LIFE = 60;
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Wire wire;
  private final RegistryCredentials credentials;
  private final Clock clock;
  private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();
  private final Map<Right, Token> tokens = new ConcurrentHashMap<>();

  Authorizations(Wire wire, RegistryCredentials credentials, Clock clock) {
    this.wire = wire;
    this.credentials = credentials;
    this.clock = clock;
  }

  private record Right(String host, Optional<Credential> who, List<String> scopes) {}

  private record Token(String value, Instant end) {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** Whether the call goes to the registry itself, and not to where it stores its blobs. */
  boolean concerns(Call call) {
    String host = call.repository().host();
    String authority = call.address().getRawAuthority();
    return authority.equals(host)
        || authority.equals(host + ":443")
        || host.equals("docker.io") && authority.equals("registry-1.docker.io");
  }

  /** The header that will do, as far as is known. */
  Optional<String> known(Call call) {
    return Optional.ofNullable(challenges.get(call.repository().host()))
        .flatMap(challenge -> header(call, challenge));
  }

  /** The header that answers a refusal; empty when there is no answer. */
  Optional<String> answer(Call call, Response refusal) {
    Optional<Challenge> challenge = Challenge.of(refusal.headers("WWW-Authenticate"));
    challenge.ifPresent(wanted -> challenges.put(call.repository().host(), wanted));
    rights(call).forEach(tokens::remove);
    return challenge.flatMap(wanted -> header(call, wanted));
  }

  private Optional<String> header(Call call, Challenge challenge) {
    return switch (challenge) {
      case Basic() ->
          credentials
              .of(call.repository())
              .filter(Credential.Password.class::isInstance)
              .map(credential -> ((Credential.Password) credential).basic());
      case Bearer bearer -> Optional.of("Bearer " + token(call, bearer).value());
    };
  }

  private Token token(Call call, Bearer bearer) {
    List<Right> rights = rights(call);
    return rights.stream()
        .flatMap(right -> Optional.ofNullable(tokens.get(right)).stream())
        .filter(this::lives)
        .findFirst()
        .orElseGet(() -> fetchedOnce(call, bearer, rights.getFirst()));
  }

  private Token fetchedOnce(Call call, Bearer bearer, Right right) {
    return tokens.compute(
        right, (same, old) -> old != null && lives(old) ? old : fetch(call, bearer, right));
  }

  private boolean lives(Token token) {
    return clock.instant().isBefore(token.end());
  }

  /** What the call needs, and what more it may be that serves as well. */
  private List<Right> rights(Call call) {
    String host = call.repository().host();
    Optional<Credential> who = credentials.of(call.repository());
    Right needed = new Right(host, who, call.scopes());
    Right more = new Right(host, who, Scopes.push(call.repository()));
    return Stream.of(needed, more)
        .filter(
            right -> right.equals(needed) || call.scopes().equals(Scopes.pull(call.repository())))
        .distinct()
        .toList();
  }

  private Token fetch(Call call, Bearer bearer, Right right) {
    URI realm = realm(call, bearer);
    Call asking =
        right.who().filter(Credential.IdentityToken.class::isInstance).isPresent()
            ? exchange(call, realm, bearer, right)
            : request(call, realm, bearer, right);
    Optional<String> password =
        right
            .who()
            .filter(Credential.Password.class::isInstance)
            .map(credential -> ((Credential.Password) credential).basic());
    try (Response response = wire.send(asking, password)) {
      response.expect(200);
      return token(asking, response.bytes(TOKEN_LIMIT));
    }
  }

  private static URI realm(Call call, Bearer bearer) {
    URI realm;
    try {
      realm = URI.create(bearer.realm());
    } catch (IllegalArgumentException exception) {
      throw Problems.nonsense(call, "the address of the token server is none");
    }
    boolean secure = "https".equals(realm.getScheme());
    boolean plain = "http".equals(realm.getScheme()) && "http".equals(call.address().getScheme());
    if (realm.getHost() == null || !(secure || plain)) {
      throw Problems.failure(
          call,
          "its token server does not speak https, and gets no credentials so; configure the"
              + " registry's realm");
    }
    return realm;
  }

  private static Call request(Call call, URI realm, Bearer bearer, Right right) {
    String query =
        Stream.concat(
                Stream.of("service=" + Addresses.encoded(bearer.service())),
                right.scopes().stream().map(scope -> "scope=" + Addresses.encoded(scope)))
            .collect(Collectors.joining("&"));
    return Call.of(
        "GET",
        Addresses.withQuery(realm, query),
        call.repository(),
        right.scopes(),
        purpose(realm));
  }

  private static Call exchange(Call call, URI realm, Bearer bearer, Right right) {
    Credential.IdentityToken identity = (Credential.IdentityToken) right.who().orElseThrow();
    byte[] form =
        Map.of(
                "grant_type", "refresh_token",
                "client_id", "pythonservice-builder",
                "service", bearer.service(),
                "scope", String.join(" ", right.scopes()),
                "refresh_token", identity.token())
            .entrySet()
            .stream()
            .map(entry -> entry.getKey() + "=" + Addresses.encoded(entry.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.UTF_8);
    return Call.of("POST", realm, call.repository(), right.scopes(), purpose(realm))
        .with("Content-Type", "application/x-www-form-urlencoded")
        .sending(new BlobContent.Small(form), form.length);
  }

  private static String purpose(URI realm) {
    return "asking %s for a token".formatted(realm.getRawAuthority());
  }

  private Token token(Call call, byte[] answer) {
    try {
      JsonNode json = JsonMapper.shared().readTree(answer);
      String value = json.path("token").asString(json.path("access_token").asString(""));
      if (!value.isEmpty()) {
        int life = Math.max(USUAL_LIFE, json.path("expires_in").asInt(USUAL_LIFE));
        return new Token(value, clock.instant().plusSeconds(life).minus(MARGIN));
      }
    } catch (JacksonException exception) {
      throw Problems.nonsense(call, "the answer of the token server is no JSON");
    }
    throw Problems.nonsense(call, "the answer of the token server has no token");
  }
}

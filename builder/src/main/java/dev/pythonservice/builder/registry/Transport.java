package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.request.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends requests with what they need to be let in, and follows where registries send readers.
 *
 * @param wire sends one request
 * @param authorizations what the registries want to see
 * @param addresses where they answer
 */
record Transport(Wire wire, Authorizations authorizations, Addresses addresses) {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 5;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  static Transport of(Access access, Map<String, String> environment) {
    Clients clients =
        new Clients(
            () -> TrustedAuthorities.context(access.certificateAuthorities()),
            ProxySettings.of(environment),
            Destinations.ANYWHERE);
    RegistryCredentials credentials =
        access
            .registryConfiguration()
            .map(RegistryCredentials::read)
            .orElseGet(RegistryCredentials::none);
    return of(clients, LONGEST_SILENCE, credentials, access.plainRegistries());
  }

  static Transport of(
      Clients clients, Duration silence, RegistryCredentials credentials, Set<String> plain) {
    Wire wire = new Wire(clients, silence);
    return new Transport(
        wire, new Authorizations(wire, credentials, Clock.systemUTC()), new Addresses(plain));
  }

  /**
   * Sends a request to a registry.
   *
   * @return the answer, to be closed
   * @throws TransientFailure when the network fails
   * @throws BuildFailure when trying again would not help
   */
  Response send(Call call) {
    Response response = authorized(call);
    for (int redirects = 0; isRedirect(response); redirects++) {
      if (redirects == MOST_REDIRECTS) {
        response.close();
        throw Problems.nonsense(call, "the answers lead from one address to the next without end");
      }
      response = followed(response);
    }
    return response;
  }

  private Response followed(Response redirect) {
    try (redirect) {
      return authorized(redirect.call().at(redirect.location()));
    }
  }

  private static boolean isRedirect(Response response) {
    String method = response.call().method();
    return REDIRECTS.contains(response.status()) && (method.equals("GET") || method.equals("HEAD"));
  }

  private Response authorized(Call call) {
    boolean own = authorizations.concerns(call);
    Optional<String> known = own ? authorizations.known(call) : Optional.empty();
    Response response = wire.send(call, known);
    if (response.status() != 401 || !own) {
      return response;
    }
    Optional<String> better = better(call, response);
    if (better.isEmpty() || better.equals(known)) {
      return response;
    }
    response.close();
    return wire.send(call, better);
  }

  /** Whoever gets a failure gets no response, and so cannot close it. */
  private Optional<String> better(Call call, Response response) {
    try {
      return authorizations.answer(call, response);
    } catch (RuntimeException exception) {
      response.close();
      throw exception;
    }
  }
}

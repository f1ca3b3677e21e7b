package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.registry.Destinations;
import dev.pythonservice.builder.registry.Outside;
import dev.pythonservice.builder.registry.ProxySettings;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The servers with the query API of Prometheus that platforms name. */
@Singleton
public final class PrometheusServers {

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Map<Key, PrometheusServer> servers = new ConcurrentHashMap<>();

  private record Key(String url, Optional<String> certificates) {}

  /**
   * The server at an address; its connections are shared.
   *
   * @param certificates in PEM form, to be trusted beside the usual ones
   * @param untrusted the failure when they are none
   */
  PrometheusServer of(
      String url,
      Optional<String> certificates,
      Optional<String> token,
      Supplier<LookupFailure> untrusted) {
    PrometheusServer server =
        servers.computeIfAbsent(new Key(url, certificates), key -> make(key, untrusted));
    return server.withToken(token);
  }

  private static PrometheusServer make(Key key, Supplier<LookupFailure> untrusted) {
    try {
      Outside outside =
          Outside.of(
              key.certificates().map(List::of).orElse(List.of()),
              ProxySettings.of(Map.of()),
              Destinations.ANYWHERE,
              SILENCE);
      return PrometheusServer.at(key.url(), Optional.empty(), outside.trust());
    } catch (GeneralSecurityException none) {
      throw untrusted.get();
    }
  }
}

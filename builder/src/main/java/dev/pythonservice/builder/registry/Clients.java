package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The HTTP clients: one with TLS and one without, each made when it is first wanted. */
final class Clients {

  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final Supplier<SSLContext> trust;
  private final ProxySettings proxies;
  private final Destinations destinations;
  private final Map<String, HttpClient> byScheme = new ConcurrentHashMap<>();

  Clients(Supplier<SSLContext> trust, ProxySettings proxies, Destinations destinations) {
    this.trust = trust;
    this.proxies = proxies;
    this.destinations = destinations;
  }

  ProxySettings proxies() {
    return proxies;
  }

  /**
   * The client for an address.
   *
   * @throws BuildFailure when it may not be asked
   */
  HttpClient of(URI address) {
    destinations.check(address);
    return byScheme.computeIfAbsent(address.getScheme(), this::client);
  }

  private HttpClient client(String scheme) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .proxy(proxies)
        .sslContext(scheme.equals("https") ? trust.get() : none())
        .build();
  }

  /** Without it the client would read all of the JDK's authorities, for nothing. */
  private static SSLContext none() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has TLS", exception);
    }
  }
}

package dev.pythonservice.builder.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The HTTP clients: one with TLS and one without, each made when it is first wanted. */
final class Clients {

  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final List<Path> authorities;
  private final ProxySettings proxies;
  private final Map<String, HttpClient> byScheme = new ConcurrentHashMap<>();

  Clients(List<Path> authorities, ProxySettings proxies) {
    this.authorities = List.copyOf(authorities);
    this.proxies = proxies;
  }

  ProxySettings proxies() {
    return proxies;
  }

  HttpClient of(URI address) {
    return byScheme.computeIfAbsent(address.getScheme(), this::client);
  }

  private HttpClient client(String scheme) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .proxy(proxies)
        .sslContext(scheme.equals("https") ? TrustedAuthorities.context(authorities) : none())
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

package dev.pythonservice.builder.source;

import dev.pythonservice.builder.registry.Destinations;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * JGit's connections, with the authorities and the proxies of this build instead of those of the
 * process. JGit makes one for every request, also after a redirection.
 *
 * @param trust whom to trust, where it is not the usual ones alone
 * @param proxies the proxies
 * @param destinations where they may lead
 */
record GitConnections(
    Optional<Supplier<TrustManager[]>> trust, ProxySettings proxies, Destinations destinations)
    implements HttpConnectionFactory {

  /**
   * Connections to anywhere.
   *
   * @param authorities PEM files of authorities that are trusted beside the usual ones
   */
  static GitConnections of(List<Path> authorities, ProxySettings proxies) {
    List<Path> files = List.copyOf(authorities);
    return new GitConnections(
        files.isEmpty() ? Optional.empty() : Optional.of(() -> TrustedAuthorities.managers(files)),
        proxies,
        Destinations.ANYWHERE);
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    URI address = URI.create(url.toString());
    destinations.check(address);
    HttpConnection connection =
        new JDKHttpConnectionFactory().create(url, proxies.select(address).getFirst());
    proxies
        .authorization(address)
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    if (url.getProtocol().equals("https")) {
      trust.ifPresent(managers -> configure(connection, managers.get()));
    }
    return connection;
  }

  /** JGit offers the proxy of the process. */
  @Override
  public HttpConnection create(URL url, Proxy ofTheProcess) throws IOException {
    return create(url);
  }

  private static void configure(HttpConnection connection, TrustManager[] managers) {
    try {
      connection.configure(null, managers, null);
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("TLS cannot be set up", exception);
    }
  }
}

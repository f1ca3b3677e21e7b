package dev.pythonservice.builder.source;

import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * JGit's connections, with the authorities and the proxies of this build instead of those of the
 * process.
 *
 * @param authorities PEM files of authorities that are trusted beside the usual ones
 * @param proxies the proxies
 * @param mostBytes how many bytes an answer may have
 */
record GitConnections(List<Path> authorities, ProxySettings proxies, long mostBytes)
    implements HttpConnectionFactory {

  GitConnections {
    authorities = List.copyOf(authorities);
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    URI address = URI.create(url.toString());
    HttpConnection connection =
        new BoundedConnection(url, proxies.select(address).getFirst(), mostBytes);
    proxies
        .authorization(address)
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    if (url.getProtocol().equals("https") && !authorities.isEmpty()) {
      trust(connection);
    }
    return connection;
  }

  /** JGit offers the proxy of the process. */
  @Override
  public HttpConnection create(URL url, Proxy ofTheProcess) throws IOException {
    return create(url);
  }

  private void trust(HttpConnection connection) {
    try {
      connection.configure(null, TrustedAuthorities.managers(authorities), null);
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("TLS cannot be set up", exception);
    }
  }
}

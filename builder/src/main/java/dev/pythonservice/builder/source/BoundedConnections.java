package dev.pythonservice.builder.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * Connections whose answers are small.
 *
 * @param unbounded what makes them
 */
record BoundedConnections(HttpConnectionFactory unbounded) implements HttpConnectionFactory {

  @Override
  public HttpConnection create(URL url) throws IOException {
    return new BoundedConnection(unbounded.create(url));
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return new BoundedConnection(unbounded.create(url, proxy));
  }
}

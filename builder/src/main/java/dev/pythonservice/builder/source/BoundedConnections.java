package dev.pythonservice.builder.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * Connections whose answers have an end.
 *
 * @param unbounded what makes them
 * @param mostBytes how many bytes an answer may have
 */
record BoundedConnections(HttpConnectionFactory unbounded, long mostBytes)
    implements HttpConnectionFactory {

  @Override
  public HttpConnection create(URL url) throws IOException {
    return new BoundedConnection(unbounded.create(url), mostBytes);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return new BoundedConnection(unbounded.create(url, proxy), mostBytes);
  }
}

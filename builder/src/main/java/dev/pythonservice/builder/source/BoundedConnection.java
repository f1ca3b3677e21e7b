package dev.pythonservice.builder.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection of JGit whose answer has an end. JGit keeps all refs that a server names in memory,
 * and unpacks what a server says is compressed; so nothing is unpacked here, and the bytes are
 * counted.
 */
final class BoundedConnection implements HttpConnection {

  /** Some 60,000 refs of a server of the old protocol, which names all it has. */
  private static final int LIMIT = 4 << 20;

  private final HttpConnection connection;

  BoundedConnection(HttpConnection connection) {
    this.connection = connection;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Counted(connection.getInputStream());
  }

  @Override
  public void setRequestProperty(String name, String value) {
    if (!name.equalsIgnoreCase("Accept-Encoding")) {
      connection.setRequestProperty(name, value);
    }
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return name.equalsIgnoreCase("Content-Encoding") ? null : connection.getHeaderField(name);
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return connection.getHeaderFields(name);
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return connection.getHeaderFields();
  }

  @Override
  public int getResponseCode() throws IOException {
    return connection.getResponseCode();
  }

  @Override
  public URL getURL() {
    return connection.getURL();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return connection.getResponseMessage();
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    connection.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean usesCaches) {
    connection.setUseCaches(usesCaches);
  }

  @Override
  public void setConnectTimeout(int timeout) {
    connection.setConnectTimeout(timeout);
  }

  @Override
  public void setReadTimeout(int timeout) {
    connection.setReadTimeout(timeout);
  }

  @Override
  public String getContentType() {
    return connection.getContentType();
  }

  @Override
  public int getContentLength() {
    return connection.getContentLength();
  }

  @Override
  public void setInstanceFollowRedirects(boolean follow) {
    connection.setInstanceFollowRedirects(follow);
  }

  @Override
  public void setDoOutput(boolean output) {
    connection.setDoOutput(output);
  }

  @Override
  public void setFixedLengthStreamingMode(int length) {
    connection.setFixedLengthStreamingMode(length);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return connection.getOutputStream();
  }

  @Override
  public void setChunkedStreamingMode(int length) {
    connection.setChunkedStreamingMode(length);
  }

  @Override
  public String getRequestMethod() {
    return connection.getRequestMethod();
  }

  @Override
  public boolean usingProxy() {
    return connection.usingProxy();
  }

  @Override
  public void connect() throws IOException {
    connection.connect();
  }

  @Override
  public void configure(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws NoSuchAlgorithmException, KeyManagementException {
    connection.configure(keys, trust, random);
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier verifier)
      throws NoSuchAlgorithmException, KeyManagementException {
    connection.setHostnameVerifier(verifier);
  }

  private static final class Counted extends FilterInputStream {

    private int left = LIMIT;

    Counted(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("The answer has more than %d bytes".formatted(LIMIT));
      }
    }
  }
}

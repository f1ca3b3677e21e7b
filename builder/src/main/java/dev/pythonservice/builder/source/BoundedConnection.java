package dev.pythonservice.builder.source;

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
import org.apache.commons.io.input.ProxyInputStream;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a git server whose answer may have so many bytes and no more. JGit keeps all refs
 * that a server names in memory, writes the rest to the disk before anybody can look at it, and
 * unpacks what a server says is compressed; so nothing is unpacked here, and the bytes are counted.
 */
final class BoundedConnection implements HttpConnection {

  private final HttpConnection connection;
  private final long limit;

  BoundedConnection(HttpConnection connection, long limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** The answer is larger than it may be. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(long limit) {
      super("more than %d bytes came".formatted(limit));
    }
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

  /** Counts what is read. */
  private final class Counted extends ProxyInputStream {
    private long came;

    private Counted(InputStream stream) {
      super(stream);
    }

    @Override
    protected void afterRead(int count) throws IOException {
      came += Math.max(0, count);
      if (came > limit) {
        throw new TooLarge(limit);
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

package dev.pythonservice.builder.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import org.apache.commons.io.input.ProxyInputStream;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * A connection to a git server whose answer may have so many bytes and no more. JGit writes what
 * comes to the disk before anybody can look at it.
 */
final class BoundedConnection extends JDKHttpConnection {

  private final long limit;

  BoundedConnection(URL url, Proxy proxy, long limit) throws IOException {
    super(url, proxy);
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
    return new Counted(super.getInputStream());
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
  }
}

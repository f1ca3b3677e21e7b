package dev.pythonservice.builder.registry;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The bytes of a blob. After a cut connection it goes on where it was; at the end it compares size
 * and digest.
 */
final class BlobDownload extends InputStream {

  private final Transport transport;
  private final Retries retries;
  private final Call call;
  private final Descriptor blob;
  private final MessageDigest seen = Digest.sha256();
  private volatile Optional<Response> source = Optional.empty();
  private long position;
  private int faults;
  private boolean verified;
  private volatile boolean closed;

  BlobDownload(Transport transport, Retries retries, Call call, Descriptor blob) {
    this.transport = transport;
    this.retries = retries;
    this.call = call;
    this.blob = blob;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!verified) {
      if (closed) {
        throw new IOException("the download was closed");
      }
      try {
        if (position == blob.size()) {
          finish();
          break;
        }
        int count = source().body().read(bytes, offset, length);
        if (count > 0) {
          accept(bytes, offset, count);
          return count;
        }
        throw new IOException("it ended after %d of %d bytes".formatted(position, blob.size()));
      } catch (IOException exception) {
        disconnect();
        if (closed) {
          throw exception;
        }
        faults++;
        retries.again(
            faults, new TransientFailure(Problems.broken(call, exception), Optional.empty()));
      }
    }
    return -1;
  }

  private void accept(byte[] bytes, int offset, int count) {
    position += count;
    faults = 0;
    if (position > blob.size()) {
      throw Problems.wrongContent(call, "more bytes", blob.size());
    }
    seen.update(bytes, offset, count);
  }

  private void finish() {
    Digest found = Digest.of(seen.digest());
    if (!found.equals(blob.digest())) {
      throw Problems.wrongContent(call, "the digest " + found, blob.digest());
    }
    verified = true;
  }

  private Response source() throws IOException {
    if (source.isEmpty()) {
      Response opened = retries.run(this::opened);
      source = Optional.of(opened);
      if (closed) {
        throw new IOException("the download was closed");
      }
      if (opened.status() == 200) {
        opened.body().skipNBytes(position);
      }
    }
    return source.get();
  }

  /**
   * 206 where the registry can start in the middle, 200 where it always starts at the beginning.
   */
  private Response opened() {
    Response response =
        transport.send(position == 0 ? call : call.with("Range", "bytes=%d-".formatted(position)));
    boolean here =
        response.header("Content-Range").orElse("").startsWith("bytes " + position + "-");
    if (response.status() == 206 && here) {
      return response;
    }
    try {
      response.expect(200);
      return response;
    } finally {
      if (response.status() != 200) {
        response.close();
      }
    }
  }

  /** Also while another thread reads, which then goes on with no new connection. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }

  private void disconnect() {
    source.ifPresent(Response::close);
    source = Optional.empty();
  }
}

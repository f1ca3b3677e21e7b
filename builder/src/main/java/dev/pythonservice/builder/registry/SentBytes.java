package dev.pythonservice.builder.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes on their way out. A fault of their source is told apart from one of the network. */
final class SentBytes extends FilterInputStream {

  private final Call call;
  private final Pulse pulse;

  private SentBytes(InputStream source, Call call, Pulse pulse) {
    super(source);
    this.call = call;
    this.pulse = pulse;
  }

  static InputStream of(BlobContent content, Call call, Pulse pulse) {
    try {
      return new SentBytes(content.open(), call, pulse);
    } catch (IOException exception) {
      throw Problems.unreadable(call, exception);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    pulse.beat();
    try {
      return in.read(bytes, offset, length);
    } catch (IOException exception) {
      throw Problems.unreadable(call, exception);
    }
  }
}

package dev.pythonservice.builder.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes that come in. The HTTP client would wait for the next one forever; here the connection is
 * given up when it stays silent for too long while somebody reads.
 */
final class ReceivedBytes extends FilterInputStream {

  private final Duration longestSilence;
  private final Pulse pulse = new Pulse();
  private final AtomicBoolean reading = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  ReceivedBytes(InputStream source, Duration longestSilence) {
    super(source);
    this.longestSilence = longestSilence;
    watch(new WeakReference<>(this), longestSilence);
  }

  /** Holds nothing that nobody else holds: who forgets a stream must not keep it for ever. */
  private static void watch(WeakReference<ReceivedBytes> watched, Duration next) {
    CompletableFuture.delayedExecutor(next.toMillis() + 1, TimeUnit.MILLISECONDS)
        .execute(() -> Optional.ofNullable(watched.get()).ifPresent(bytes -> bytes.look(watched)));
  }

  private void look(WeakReference<ReceivedBytes> self) {
    if (closed.get()) {
      return;
    }
    Duration left = longestSilence.minus(pulse.idle());
    if (reading.get() && !left.isPositive()) {
      abandon();
    } else {
      watch(self, left.isPositive() ? left : longestSilence);
    }
  }

  /** Closing wakes the reader with an error. */
  private void abandon() {
    try {
      in.close();
    } catch (IOException exception) {
      closed.set(true);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    pulse.beat();
    reading.set(true);
    try {
      return in.read(bytes, offset, length);
    } finally {
      reading.set(false);
      pulse.beat();
    }
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    in.close();
  }
}

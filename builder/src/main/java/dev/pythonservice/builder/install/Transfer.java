package dev.pythonservice.builder.install;

import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One stream to one file, never more than allowed, and given up when nothing more comes. */
final class Transfer {

  private static final int BUFFER = 128 << 10;

  private final InputStream input;
  private final long limit;
  private final Duration silence;
  private final AtomicLong received = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * A transfer.
   *
   * @param input where bytes come from
   * @param limit how many bytes there may be
   * @param silence how long nothing may come; then it counts as broken off
   */
  Transfer(InputStream input, long limit, Duration silence) {
    this.input = input;
    this.limit = limit;
    this.silence = silence;
  }

  /**
   * Writes the file anew.
   *
   * @return the digest of what came
   * @throws TooLarge when more comes than is allowed
   * @throws NotWritten when the file cannot be written
   * @throws IOException when nothing more can be read
   */
  Digest to(Path file) throws IOException {
    MessageDigest digest = Digest.sha256();
    watch(0);
    try (OutputStream output = open(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        if (received.addAndGet(count) > limit) {
          throw new TooLarge();
        }
        digest.update(buffer, 0, count);
        write(output, buffer, count);
      }
    } finally {
      done.set(true);
    }
    return Digest.of(digest.digest());
  }

  /** The HTTP client's own timeout ends with the first byte; from then on this looks. */
  private void watch(long before) {
    Executor later = CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        CompletableFuture.runAsync(
            () -> {
              long now = received.get();
              if (done.get()) {
                return;
              }
              if (now > before) {
                watch(now);
              } else {
                close();
              }
            },
            later);
  }

  private void close() {
    try {
      input.close();
    } catch (IOException exception) {
      // Whoever reads learns it from the read.
    }
  }

  private static OutputStream open(Path file) throws NotWritten {
    try {
      return Files.newOutputStream(file);
    } catch (IOException exception) {
      throw new NotWritten(exception);
    }
  }

  private static void write(OutputStream output, byte[] buffer, int count) throws NotWritten {
    try {
      output.write(buffer, 0, count);
    } catch (IOException exception) {
      throw new NotWritten(exception);
    }
  }

  /** More came than is allowed. */
  static final class TooLarge extends IOException {}

  /** The disk, not the network. */
  static final class NotWritten extends IOException {
    NotWritten(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}

package dev.pythonservice.operator.resolve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Compresses texts by their likeness to one of them: DEFLATE (RFC 1951) with that one as the
 * dictionary, so that of the others hardly more is kept than where they differ. What compresses and
 * restores is made once, for it takes longer to make than to use.
 */
final class Likeness {

  private final byte[] example;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);

  /**
   * A likeness.
   *
   * @param example what the others are like; of one longer than 32 KiB, the end counts
   */
  Likeness(byte[] example) {
    this.example = example.clone();
  }

  /** Only this likeness can restore what it compresses. */
  byte[] compress(byte[] text) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    synchronized (deflater) {
      deflater.reset();
      deflater.setDictionary(example);
      try (DeflaterOutputStream stream = new DeflaterOutputStream(compressed, deflater)) {
        stream.write(text);
      } catch (IOException impossible) {
        throw new UncheckedIOException("Memory cannot be written", impossible);
      }
    }
    return compressed.toByteArray();
  }

  /**
   * What was compressed.
   *
   * @throws UncheckedIOException when something else compressed it
   */
  byte[] restore(byte[] compressed) {
    synchronized (inflater) {
      inflater.reset();
      inflater.setDictionary(example);
      try (InflaterInputStream stream =
          new InflaterInputStream(new ByteArrayInputStream(compressed), inflater)) {
        return stream.readAllBytes();
      } catch (IOException foreign) {
        throw new UncheckedIOException("These bytes were not compressed here", foreign);
      }
    }
  }
}

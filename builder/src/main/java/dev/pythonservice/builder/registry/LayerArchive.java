package dev.pythonservice.builder.registry;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/** The tar archive in a layer, whatever it is compressed with. Its first bytes say so. */
public final class LayerArchive {

  /** RFC 1952, section 2.3.1. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** RFC 8878, section 3.1.1. */
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final int BUFFER = 1 << 16;

  private LayerArchive() {}

  /** What is done with an entry; its bytes are read from the archive's stream, or not at all. */
  @FunctionalInterface
  public interface Visitor {
    /** Looks at one entry. */
    void visit(TarArchiveEntry entry, InputStream content) throws IOException;
  }

  /**
   * Reads an archive to its end, and the blob to its end, so that its digest is verified.
   *
   * @throws IOException when it is no archive or breaks off
   */
  public static void read(InputStream blob, Visitor visitor) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(blob, BUFFER);
    TarArchiveInputStream archive = new BoundedTar(decompressed(buffered));
    for (TarArchiveEntry entry = archive.getNextEntry();
        entry != null;
        entry = archive.getNextEntry()) {
      visitor.visit(entry, archive);
    }
    buffered.transferTo(OutputStream.nullOutputStream());
  }

  private static InputStream decompressed(BufferedInputStream stream) throws IOException {
    stream.mark(ZSTD.length);
    byte[] start = stream.readNBytes(ZSTD.length);
    stream.reset();
    if (startsWith(start, GZIP)) {
      return new BufferedInputStream(new GZIPInputStream(stream, BUFFER), BUFFER);
    }
    return startsWith(start, ZSTD)
        ? new BufferedInputStream(new ZstdInputStream(stream), BUFFER)
        : stream;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return Arrays.equals(bytes, 0, Math.min(bytes.length, start.length), start, 0, start.length);
  }

  /**
   * An archive whose long names and other headers are kept in memory, as all readers do, but not
   * without limit.
   */
  private static final class BoundedTar extends TarArchiveInputStream {

    /** Linux has no longer path (PATH_MAX); the rest is for other headers. */
    private static final int LONGEST_HEADER = 1 << 20;

    /** POSIX.1-2024, pax, "ustar Interchange Format": size and typeflag. */
    private static final int SIZE = 124;

    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;

    /** The types whose content describes the next entry: pax's two and GNU's two. */
    private static final String DESCRIBING = "xgLK";

    BoundedTar(InputStream stream) {
      super(stream, "UTF-8");
    }

    @Override
    protected byte @Nullable [] readRecord() throws IOException {
      byte[] record = super.readRecord();
      if (record != null
          && DESCRIBING.indexOf(record[TYPE]) >= 0
          && TarUtils.parseOctalOrBinary(record, SIZE, SIZE_LENGTH) > LONGEST_HEADER) {
        throw new IOException("a header in the archive is longer than 1 MiB");
      }
      return record;
    }
  }
}

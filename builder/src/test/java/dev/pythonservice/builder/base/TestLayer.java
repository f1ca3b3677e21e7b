package dev.pythonservice.builder.base;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A layer that a test writes entry by entry. */
public final class TestLayer {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream archive;

  /** An empty layer. */
  public TestLayer() {
    archive = new TarArchiveOutputStream(bytes, "UTF-8");
    archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** Adds a file. */
  public TestLayer file(String path, String content) {
    return file(path, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file. */
  public TestLayer file(String path, int mode, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(content.length);
    entry.setMode(mode);
    return add(entry, content);
  }

  /** Adds a folder. */
  public TestLayer folder(String path) {
    return add(new TarArchiveEntry(path + "/", true), new byte[0]);
  }

  /** Adds a symbolic link. */
  public TestLayer link(String path, String target) {
    return special(path, target, TarConstants.LF_SYMLINK);
  }

  /** Adds a hard link, a device or a link, by the type that tar has for it. */
  public TestLayer special(String path, String target, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  /** Adds an entry as it is. */
  public TestLayer add(TarArchiveEntry entry, byte[] content) {
    try {
      archive.putArchiveEntry(entry);
      archive.write(content);
      archive.closeArchiveEntry();
      return this;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** The archive as it is. */
  public byte[] plain() {
    try {
      archive.close();
      return bytes.toByteArray();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** The archive, compressed with gzip. */
  public byte[] gzip() {
    return compressed(GZIPOutputStream::new);
  }

  /** The archive, compressed with Zstandard. */
  public byte[] zstd() {
    return compressed(ZstdOutputStream::new);
  }

  private byte[] compressed(Compression compression) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    try (OutputStream stream = compression.of(result)) {
      stream.write(plain());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return result.toByteArray();
  }

  @FunctionalInterface
  private interface Compression {
    OutputStream of(OutputStream target) throws IOException;
  }
}

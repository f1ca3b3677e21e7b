package dev.pythonservice.builder.layers;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.MediaTypes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Writes a layer whose bytes depend on nothing but its entries: in the order of their paths, with
 * one time, one owner, two modes.
 */
final class LayerArchive {

  /** The earliest that a zip archive can hold: programs that zip their own files need it. */
  static final Instant TIME = Instant.parse("1980-01-01T00:00:00Z");

  /** Above this a second costs more than the bytes that it saves. */
  private static final int ZSTD_LEVEL = 3;

  private static final int BUFFER = 128 << 10;
  private static final int FILE = 0100644;
  private static final int EXECUTABLE = 0100755;
  private static final int FOLDER = 040755;
  private static final int LINK = 0120777;

  private final TarArchiveOutputStream tar;
  private final Set<String> folders = new HashSet<>();

  private LayerArchive(TarArchiveOutputStream tar) {
    this.tar = tar;
  }

  /**
   * Writes a layer.
   *
   * @param entries by path, without a slash in front
   * @param file where it is written; deleted again when that fails
   * @throws IOException when an entry cannot be read or the file not be written
   */
  static LayerBlob write(SortedMap<String, LayerEntry> entries, Path file, List<WheelFacts> facts)
      throws IOException {
    MessageDigest compressed = Digest.sha256();
    MessageDigest plain = Digest.sha256();
    boolean written = false;
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        OutputStream zstd =
            new ZstdOutputStream(new DigestOutputStream(output, compressed), ZSTD_LEVEL);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new BufferedOutputStream(new DigestOutputStream(zstd, plain), BUFFER), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      LayerArchive archive = new LayerArchive(tar);
      for (Map.Entry<String, LayerEntry> entry : entries.entrySet()) {
        archive.add(entry.getKey(), entry.getValue());
      }
      tar.finish();
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
    Digest digest = Digest.of(compressed.digest());
    return new LayerBlob(
        file,
        new Descriptor(MediaTypes.LAYER_ZSTD, digest, Files.size(file)),
        Digest.of(plain.digest()),
        facts);
  }

  private void add(String path, LayerEntry entry) throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash + 1);
      if (folders.add(folder)) {
        tar.putArchiveEntry(header(folder, TarConstants.LF_DIR, FOLDER));
        tar.closeArchiveEntry();
      }
    }
    switch (entry) {
      case LayerEntry.Existing existing -> {
        add(path, existing);
      }
      case LayerEntry.Made made -> {
        tar.putArchiveEntry(file(path, made.executable(), made.content().length));
        tar.write(made.content());
      }
      case LayerEntry.Link link -> {
        TarArchiveEntry header = header(path, TarConstants.LF_SYMLINK, LINK);
        header.setLinkName(link.target());
        tar.putArchiveEntry(header);
      }
    }
    tar.closeArchiveEntry();
  }

  private void add(String path, LayerEntry.Existing existing) throws IOException {
    long size = Files.size(existing.file());
    tar.putArchiveEntry(file(path, existing.executable(), size));
    if (existing.content().isEmpty()) {
      Files.copy(existing.file(), tar);
      return;
    }
    MessageDigest digest = Digest.sha256();
    try (InputStream content =
        new DigestInputStream(Files.newInputStream(existing.file()), digest)) {
      // Never more than the archive was told, or the archive would be what complains.
      long copied =
          BoundedInputStream.builder()
              .setInputStream(content)
              .setMaxCount(size)
              .get()
              .transferTo(tar);
      if (copied < size || !existing.content().get().equals(Digest.of(digest.digest()))) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s changed while it was built; build again when nobody writes to the project"
                .formatted(existing.file()));
      }
    } catch (NoSuchFileException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s was removed while it was built; build again when nobody writes to the project"
              .formatted(existing.file()));
    }
  }

  private static TarArchiveEntry file(String path, boolean executable, long size) {
    TarArchiveEntry header = header(path, TarConstants.LF_NORMAL, executable ? EXECUTABLE : FILE);
    header.setSize(size);
    return header;
  }

  private static TarArchiveEntry header(String path, byte type, int mode) {
    TarArchiveEntry header = new TarArchiveEntry(path, type);
    header.setMode(mode);
    header.setIds(0, 0);
    header.setNames("", "");
    header.setModTime(TIME.toEpochMilli());
    return header;
  }
}

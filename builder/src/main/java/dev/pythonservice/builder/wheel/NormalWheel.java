package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Writes a wheel anew so that time and place of its build are not in it: entries in the order of
 * their names, one time for all, and, in SBOMs (PEP 770), which name the source by its path, {@code
 * /build} in place of the folder it was built in. RECORD follows (binary distribution format, "The
 * .dist-info directory").
 */
final class NormalWheel {

  private static final Pattern SBOM = Pattern.compile("[^/]+\\.dist-info/sboms/.+\\.json");
  private static final Pattern RECORD = Pattern.compile("[^/]+\\.dist-info/RECORD");

  /** Real SBOMs and RECORDs have up to some megabytes. */
  private static final int MOST_BYTES = 64 << 20;

  /** The earliest time that a zip file can hold; it has no time zone. */
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final String folder;
  private final Map<String, String> changed = new HashMap<>();

  private NormalWheel(Path folder) {
    this.folder = folder.toString();
  }

  /**
   * Writes a wheel anew.
   *
   * @param wheel the wheel
   * @param folder the folder it was built in
   * @param file the new file
   */
  static void write(Path wheel, Path folder, Path file) throws IOException {
    new NormalWheel(folder).write(wheel, file);
  }

  private void write(Path wheel, Path file) throws IOException {
    try (ZipFile from = ZipFile.builder().setPath(wheel).get();
        ZipArchiveOutputStream to = new ZipArchiveOutputStream(file)) {
      List<ZipArchiveEntry> entries = Collections.list(from.getEntries());
      // RECORD comes last, as the specification recommends: it needs the digests of the others.
      entries.sort(
          Comparator.comparing(NormalWheel::isRecord).thenComparing(ZipArchiveEntry::getName));
      for (ZipArchiveEntry entry : entries) {
        if (!entry.isDirectory()) {
          copy(entry, from, to);
        }
      }
    }
  }

  private void copy(ZipArchiveEntry entry, ZipFile from, ZipArchiveOutputStream to)
      throws IOException {
    to.putArchiveEntry(plain(entry));
    try (InputStream content = from.getInputStream(entry)) {
      if (SBOM.matcher(entry.getName()).matches()) {
        to.write(withoutPlace(entry.getName(), bytes(entry, content)));
      } else if (isRecord(entry)) {
        to.write(record(bytes(entry, content)));
      } else {
        content.transferTo(to);
      }
    }
    to.closeArchiveEntry();
  }

  /** Foreign code wrote it, and what is small in the archive may be huge. */
  private static byte[] bytes(ZipArchiveEntry entry, InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(MOST_BYTES);
    if (bytes.length == MOST_BYTES) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The wheel that was built holds a %s of more than %d bytes; see to its build system"
              .formatted(entry.getName(), MOST_BYTES));
    }
    return bytes;
  }

  private static ZipArchiveEntry plain(ZipArchiveEntry entry) {
    ZipArchiveEntry plain = new ZipArchiveEntry(entry.getName());
    plain.setMethod(ZipArchiveEntry.DEFLATED);
    plain.setTimeLocal(EARLIEST);
    boolean executable = (entry.getUnixMode() & 0100) != 0;
    plain.setUnixMode(executable ? 0100755 : 0100644);
    return plain;
  }

  private byte[] withoutPlace(String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).replace(folder, "/build");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] hash = HexFormat.of().parseHex(Digest.ofBytes(bytes).hex());
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    changed.put(name, "%s,sha256=%s,%d".formatted(name, encoded, bytes.length));
    return bytes;
  }

  /** SBOM names are plain, so none is quoted as CSV would quote a comma. */
  private byte[] record(byte[] content) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(line -> changed.getOrDefault(line.split(",", 2)[0], line) + "\n")
        .sorted()
        .forEach(line -> lines.writeBytes(line.getBytes(StandardCharsets.UTF_8)));
    return lines.toByteArray();
  }

  private static boolean isRecord(ZipArchiveEntry entry) {
    return RECORD.matcher(entry.getName()).matches();
  }
}

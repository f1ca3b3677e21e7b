package dev.pythonservice.builder.install;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Makes wheels by hand, valid ones first, and then whatever a test wants to spoil. */
public final class WheelOnDisk {

  private static final int FILE = 0100644;

  private final String name;
  private final String version;
  private final Map<String, Content> files = new LinkedHashMap<>();
  private String tag = "py3-none-any";

  private record Content(byte[] bytes, int mode) {}

  private WheelOnDisk(String name, String version) {
    this.name = name;
    this.version = version;
  }

  /** A wheel with metadata and nothing else. */
  public static WheelOnDisk of(String name, String version) {
    WheelOnDisk wheel = new WheelOnDisk(name, version);
    String text = "Metadata-Version: 2.4\nName: %s\nVersion: %s\nLicense-Expression: MIT\n";
    return wheel
        .with(wheel.distInfo("METADATA"), text.formatted(name, version))
        .with(
            wheel.distInfo("WHEEL"),
            "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
  }

  /** The same with another file, or other content for a file. */
  public WheelOnDisk with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8), FILE);
  }

  /** The same with another file of this Unix mode. */
  public WheelOnDisk with(String path, byte[] bytes, int mode) {
    files.put(path, new Content(bytes, mode));
    return this;
  }

  /** The same with these tags in its name. */
  public WheelOnDisk tagged(String tags) {
    this.tag = tags;
    return this;
  }

  /** The same without a file. */
  public WheelOnDisk without(String path) {
    files.remove(path);
    return this;
  }

  /** A path in the folder of its metadata. */
  public String distInfo(String file) {
    return "%s-%s.dist-info/%s".formatted(name.replace('-', '_'), version, file);
  }

  /** Writes it, and locks it as a file of this machine. */
  public ChosenWheel in(Path folder) throws IOException {
    Path file = folder.resolve("%s-%s-%s.whl".formatted(name.replace('-', '_'), version, tag));
    Files.createDirectories(folder);
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      StringBuilder record = new StringBuilder();
      for (Map.Entry<String, Content> entry : files.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
        record.append(recordLine(entry.getKey(), entry.getValue().bytes));
      }
      record.append(distInfo("RECORD")).append(",,\n");
      put(
          zip,
          distInfo("RECORD"),
          new Content(record.toString().getBytes(StandardCharsets.UTF_8), FILE));
    }
    return locked(file);
  }

  /** A file as a lock would name it. */
  public ChosenWheel locked(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    LockedFile locked =
        new LockedFile(
            file.getFileName().toString(), file.toUri(), Digest.ofBytes(bytes), bytes.length);
    return new ChosenWheel(
        new LockedPackage(
            name,
            version,
            new Origin.Index(URI.create("https://index.example/simple")),
            List.of(locked),
            Optional.empty(),
            ""),
        locked);
  }

  private static void put(ZipArchiveOutputStream zip, String path, Content content)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(path);
    entry.setUnixMode(content.mode);
    entry.setTime(1_600_000_000_000L);
    zip.putArchiveEntry(entry);
    zip.write(content.bytes);
    zip.closeArchiveEntry();
  }

  private static String recordLine(String path, byte[] bytes) {
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.sha256().digest(bytes));
    return "%s,sha256=%s,%d\n".formatted(path, hash, bytes.length);
  }
}

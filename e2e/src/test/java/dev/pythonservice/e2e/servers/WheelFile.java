package dev.pythonservice.e2e.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A wheel made for a test (binary distribution format of the Python packaging specifications).
 *
 * @param name the distribution's name, normalised with underscores
 * @param version its version
 * @param tag its compatibility tag, such as {@code py3-none-any}
 * @param files further files by path, in the order of the archive; paths are not checked, so that
 *     bad wheels can be made, too
 */
public record WheelFile(String name, String version, String tag, Map<String, byte[]> files) {

  public WheelFile {
    files = new LinkedHashMap<>(files);
  }

  /** A pure wheel with one module that says a text. */
  public static WheelFile saying(String name, String version, String text) {
    String code = "def said():\n    return '%s'\n".formatted(text);
    return new WheelFile(name, version, "py3-none-any", Map.of(name + "/__init__.py", bytes(code)));
  }

  /** The same with another file, or another content of one. */
  public WheelFile with(String path, byte[] content) {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(path, content);
    return new WheelFile(name, version, tag, all);
  }

  /** The wheel's file name. */
  public String fileName() {
    return "%s-%s-%s.whl".formatted(name, version, tag);
  }

  /** Writes it into a folder and gives its path. */
  public Path writeTo(Path folder) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    String metadata = "%s-%s.dist-info/".formatted(name, version);
    all.put(
        metadata + "METADATA",
        bytes("Metadata-Version: 2.1\nName: %s\nVersion: %s\n".formatted(name, version)));
    all.put(
        metadata + "WHEEL",
        bytes(
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: %s\n"
                .formatted(tag)));
    StringBuilder record = new StringBuilder();
    all.forEach((path, content) -> record.append(line(path, content)));
    record.append(metadata).append("RECORD,,\n");
    all.put(metadata + "RECORD", bytes(record.toString()));
    Path file = folder.resolve(fileName());
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream archive = new ZipOutputStream(stream)) {
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        archive.putNextEntry(new ZipEntry(entry.getKey()));
        archive.write(entry.getValue());
        archive.closeEntry();
      }
    }
    return file;
  }

  private static String line(String path, byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      return "%s,sha256=%s,%d\n".formatted(path, encoded, content.length);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java has SHA-256", missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

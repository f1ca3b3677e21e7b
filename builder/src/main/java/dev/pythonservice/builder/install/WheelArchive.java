package dev.pythonservice.builder.install;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Looks through a wheel before anything of it is unpacked. A wheel comes from somebody else, and a
 * hash in a lock only says that it is the same bytes as when it was locked.
 */
final class WheelArchive {

  /** Deflate cannot do better (zlib's technical details: 1032 to 1). */
  private static final long DEFLATE_RATIO = 1032;

  /** Real wheels stay under 100; what is small even so may be anything. */
  private static final long RATIO = 250;

  private static final long SMALL = 64L << 20;

  /** Metadata is read into memory; real ones have up to some hundred kilobytes. */
  private static final int METADATA_BYTES = 8 << 20;

  private static final String DIST_INFO = ".dist-info";

  private final ChosenWheel wheel;
  private final Path file;
  private final Limits limits;

  WheelArchive(ChosenWheel wheel, Path file, Limits limits) {
    this.wheel = wheel;
    this.file = file;
    this.limits = limits;
  }

  /**
   * What a wheel holds that matters for its installation.
   *
   * @param bytes bytes of its files, unpacked
   * @param scripts names of the scripts that an installer makes, or gives their interpreter line;
   *     it leaves alone what else a wheel brings for the same folder
   */
  record Contents(long bytes, Set<String> scripts) {}

  /**
   * Checks it.
   *
   * @throws BuildFailure when it is no valid wheel of this package, or would do harm unpacked
   */
  Contents check() {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      checkNames(entries);
      long bytes = declaredBytes(entries);
      checkRealBytes(zip, entries);
      Set<String> scripts = entryPoints(zip, checkIdentity(zip, entries));
      scripts.addAll(scriptsForPython(zip, entries));
      return new Contents(bytes, Set.copyOf(scripts));
    } catch (IOException exception) {
      throw refused("is not a zip archive that can be read: " + exception.getMessage());
    }
  }

  private void checkNames(List<ZipArchiveEntry> entries) {
    Set<String> files = new HashSet<>();
    Set<String> folders = new HashSet<>();
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName();
      checkPath(name);
      if (entry.isUnixSymlink() || !isPlain(entry)) {
        throw refused("holds %s, which is a link or device".formatted(name));
      }
      if (entry.getGeneralPurposeBit().usesEncryption()) {
        throw refused("holds %s, which is encrypted".formatted(name));
      }
      boolean isNew = entry.isDirectory() || files.add(name);
      if (!isNew) {
        throw refused("holds %s twice".formatted(name));
      }
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        folders.add(name.substring(0, slash));
      }
    }
    folders.retainAll(files);
    if (!folders.isEmpty()) {
      throw refused("holds %s as file and as folder".formatted(new TreeSet<>(folders).first()));
    }
  }

  private void checkPath(String name) {
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    boolean leavesItsFolder =
        List.of(path.split("/", -1)).stream()
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (leavesItsFolder || name.chars().anyMatch(c -> c == '\\' || c < ' ')) {
      throw refused(
          "holds the path '%s', which is not one within a folder".formatted(printable(name)));
    }
  }

  /** Unix file types are in the upper bits (stat.h); none at all is what Windows writes. */
  private static boolean isPlain(ZipArchiveEntry entry) {
    int type = entry.getUnixMode() & 0xF000;
    return type == 0 || type == 0x8000 || type == 0x4000;
  }

  private long declaredBytes(List<ZipArchiveEntry> entries) throws IOException {
    long bytes = 0;
    long compressed = 0;
    for (ZipArchiveEntry entry : entries) {
      int method = entry.getMethod();
      if (method != ZipArchiveEntry.STORED && method != ZipArchiveEntry.DEFLATED) {
        throw refused("holds %s, which is not compressed by deflate".formatted(entry.getName()));
      }
      bytes += Math.max(0, entry.getSize());
      compressed += Math.max(0, entry.getCompressedSize());
      checkBytes(bytes);
    }
    long size = java.nio.file.Files.size(file);
    if (compressed > size) {
      throw refused("holds files that overlap each other");
    }
    if (bytes > SMALL && bytes / RATIO > size) {
      throw refused(
          "unpacks its %d bytes to %d, which is more than %d times".formatted(size, bytes, RATIO));
    }
    return bytes;
  }

  /**
   * Counts what really comes out, where a wheel that lies could bring more than is allowed. Small
   * ones cannot, by how deflate works, and so are not unpacked for it.
   */
  private void checkRealBytes(ZipFile zip, List<ZipArchiveEntry> entries) throws IOException {
    if (java.nio.file.Files.size(file) * DEFLATE_RATIO <= limits.wheelBytes()) {
      return;
    }
    byte[] buffer = new byte[64 << 10];
    for (ZipArchiveEntry entry : entries) {
      long left = entry.getSize();
      try (InputStream input = zip.getInputStream(entry)) {
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
          left -= count;
          if (left < 0) {
            throw refused("holds %s, which is larger than it says".formatted(entry.getName()));
          }
        }
      }
    }
  }

  private void checkBytes(long bytes) {
    if (bytes > limits.wheelBytes() || bytes < 0) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: the wheel %s has more than %d bytes unpacked; lock another version, or raise the limit with --max-wheel-bytes"
              .formatted(wheel.locked(), wheel.file().fileName(), limits.wheelBytes()));
    }
  }

  /** Checks whose metadata it has, and where: the name of the folder. */
  private String checkIdentity(ZipFile zip, List<ZipArchiveEntry> entries) throws IOException {
    Set<String> folders =
        entries.stream()
            .map(entry -> entry.getName().split("/", 2)[0])
            .filter(top -> top.endsWith(DIST_INFO))
            .collect(Collectors.toCollection(TreeSet::new));
    if (folders.size() != 1) {
      throw refused("must hold exactly one .dist-info folder, and holds " + folders);
    }
    String folder = folders.iterator().next();
    Metadata metadata = Metadata.parse(text(zip, folder + "/METADATA"));
    String name = metadata.first("Name").map(Names::normalised).orElse("no name");
    String version = metadata.first("Version").orElse("no version");
    String expected = wheel.locked().version();
    if (!name.equals(wheel.locked().name()) || !Metadata.sameVersion(version, expected)) {
      throw refused("is %s %s by its METADATA, not what the lock says".formatted(name, version));
    }
    return folder;
  }

  /** An installer makes a file of each, and a name could lead it elsewhere. */
  private Set<String> entryPoints(ZipFile zip, String folder) throws IOException {
    Set<String> names = new HashSet<>();
    ZipArchiveEntry entry = zip.getEntry(folder + "/entry_points.txt");
    if (entry == null) {
      return names;
    }
    boolean inScripts = false;
    for (String line : text(zip, entry.getName()).lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        inScripts = line.equals("[console_scripts]") || line.equals("[gui_scripts]");
      } else if (inScripts && line.indexOf('=') > 0) {
        String name = line.substring(0, line.indexOf('=')).strip();
        if (name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
          throw refused("has a script named '%s', which is not a name".formatted(printable(name)));
        }
        names.add(name);
      }
    }
    return names;
  }

  private static List<String> scriptsForPython(ZipFile zip, List<ZipArchiveEntry> entries)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (ZipArchiveEntry entry : entries) {
      String[] parts = entry.getName().split("/", 3);
      boolean isScript =
          parts.length == 3 && parts[0].endsWith(".data") && parts[1].equals("scripts");
      if (isScript && !entry.isDirectory() && startsWithPython(zip, entry)) {
        names.add(parts[2]);
      }
    }
    return names;
  }

  /** Binary distribution format, "Recommended installer features": such a line is replaced. */
  private static boolean startsWithPython(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    try (InputStream input = zip.getInputStream(entry)) {
      byte[] start = input.readNBytes("#!python".length());
      return new String(start, StandardCharsets.ISO_8859_1).equals("#!python");
    }
  }

  private String text(ZipFile zip, String name) throws IOException {
    ZipArchiveEntry entry =
        Optional.ofNullable(zip.getEntry(name)).orElseThrow(() -> refused("holds no file " + name));
    try (InputStream input = zip.getInputStream(entry)) {
      byte[] bytes = input.readNBytes(METADATA_BYTES + 1);
      if (bytes.length > METADATA_BYTES) {
        throw refused("holds a %s of more than %d bytes".formatted(name, METADATA_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String printable(String name) {
    return name.codePoints()
        .mapToObj(c -> c < ' ' ? "?" : Character.toString(c))
        .collect(Collectors.joining());
  }

  private BuildFailure refused(String reason) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s: the wheel %s %s; report it to the package's makers and lock another version"
            .formatted(wheel.locked(), wheel.file().fileName(), reason));
  }
}

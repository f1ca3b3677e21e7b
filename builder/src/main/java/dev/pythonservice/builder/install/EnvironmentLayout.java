package dev.pythonservice.builder.install;

import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes of what uv unpacked what it would have unpacked into {@code /venv} of the image: folders
 * are named by the target's Python, scripts start its interpreter, and {@code RECORD} (PEP 376,
 * binary distribution format) agrees. Every file that differs is written anew: the others may be
 * links into uv's cache.
 */
final class EnvironmentLayout {

  /** The first line of every script. */
  static final String INTERPRETER_LINE = "#!" + InstalledPaths.INTERPRETER + "\n";

  private final Path root;
  private final PythonVersion python;

  EnvironmentLayout(Path root, PythonVersion python) {
    this.root = root;
    this.python = python;
  }

  /**
   * Changes it in place.
   *
   * @param scripts those that uv made or gave their interpreter line; all else that a wheel brings
   *     for {@code bin}, such as programs, is left as it is
   * @throws IOException when it cannot be read or written
   */
  void apply(Set<String> scripts) throws IOException {
    Files.deleteIfExists(root.resolve(".lock"));
    String madeFor = onlyChild(root.resolve("lib"));
    String wanted = "python" + python.series();
    rename(root.resolve("lib"), madeFor, wanted);
    rename(root.resolve("include/site"), madeFor, wanted);
    Map<String, byte[]> rewritten = rewriteScripts(scripts);
    Path sitePackages = InstalledPaths.sitePackages(root, python);
    try (Stream<Path> children = Files.list(sitePackages)) {
      for (Path folder : children.toList()) {
        if (folder.getFileName().toString().endsWith(".dist-info")) {
          rewriteRecord(folder.resolve("RECORD"), rewritten, madeFor, wanted);
        }
      }
    }
  }

  private static String onlyChild(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      List<String> names =
          children
              .map(child -> child.getFileName().toString())
              .filter(name -> name.startsWith("python"))
              .toList();
      if (names.size() != 1) {
        throw new IOException("expected one python folder in " + folder + ", found " + names);
      }
      return names.getFirst();
    }
  }

  private static void rename(Path folder, String from, String to) throws IOException {
    if (!from.equals(to) && Files.isDirectory(folder.resolve(from))) {
      Files.move(folder.resolve(from), folder.resolve(to));
    }
  }

  private Map<String, byte[]> rewriteScripts(Set<String> scripts) throws IOException {
    Map<String, byte[]> rewritten = new HashMap<>();
    Path bin = root.resolve("bin");
    if (!Files.isDirectory(bin)) {
      return rewritten;
    }
    try (Stream<Path> files = Files.list(bin)) {
      for (Path script : files.toList()) {
        String name = script.getFileName().toString();
        if (Files.isRegularFile(script) && scripts.contains(name)) {
          byte[] content = withInterpreter(Files.readAllBytes(script));
          replace(script, content);
          Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
          rewritten.put("../../../bin/" + name, content);
        }
      }
    }
    return rewritten;
  }

  /**
   * uv starts a script with {@code #!PYTHON}, or where that is too long for a kernel, with three
   * lines that have a shell do it.
   */
  private static byte[] withInterpreter(byte[] script) throws IOException {
    String text = new String(script, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("#!")) {
      throw new IOException("a script without an interpreter line came out of uv");
    }
    int lines = text.startsWith("#!/bin/sh\n'''exec' ") ? 3 : 1;
    int start = 0;
    for (int line = 0; line < lines; line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return (INTERPRETER_LINE + text.substring(start)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void rewriteRecord(
      Path record, Map<String, byte[]> rewritten, String madeFor, String wanted)
      throws IOException {
    Map<String, String> lines = new TreeMap<>();
    String madeHere = "../../../include/site/" + madeFor + "/";
    for (String line : Files.readAllLines(record)) {
      String moved =
          line.startsWith(madeHere)
              ? "../../../include/site/" + wanted + "/" + line.substring(madeHere.length())
              : line;
      String path = pathOf(moved);
      byte[] content = rewritten.get(path);
      lines.put(path, content == null ? moved : InstalledPaths.recordLine(path, content));
    }
    replace(record, (String.join("\n", lines.values()) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The first field of a line; quoted where it has a comma or a quote in it (RFC 4180). */
  private static String pathOf(String line) {
    if (!line.startsWith("\"")) {
      int comma = line.indexOf(',');
      return comma < 0 ? line : line.substring(0, comma);
    }
    int end = 1;
    while (end < line.length() && (line.charAt(end) != '"' || line.startsWith("\"\"", end))) {
      end += line.charAt(end) == '"' ? 2 : 1;
    }
    return line.substring(1, Math.min(end, line.length())).replace("\"\"", "\"");
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Files.delete(file);
    Files.write(file, content);
  }

  /** Files and bytes under the root. */
  static Size measure(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(EnvironmentLayout::size)
          .reduce(new Size(0, 0), Size::plus);
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
  }

  private static Size size(Path file) {
    try {
      return new Size(1, Files.size(file));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Files and their bytes. */
  record Size(int files, long bytes) {
    private Size plus(Size other) {
      return new Size(files + other.files, bytes + other.bytes);
    }
  }
}

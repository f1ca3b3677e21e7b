package dev.pythonservice.builder.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where tools for development keep their settings: in a file of their own, or in a section of one
 * that they share. Sections are found by their headings alone, so that no fault in such a file
 * fails a build.
 */
public final class ToolSettings {

  /** Files by which a tool is known, whatever is in them. */
  private static final Map<String, String> OWN_FILES =
      Map.ofEntries(
          Map.entry("ruff.toml", "ruff"),
          Map.entry(".ruff.toml", "ruff"),
          Map.entry(".flake8", "flake8"),
          Map.entry(".isort.cfg", "isort"),
          Map.entry(".pylintrc", "pylint"),
          Map.entry("pylintrc", "pylint"),
          Map.entry("ty.toml", "ty"),
          Map.entry("pyrefly.toml", "pyrefly"),
          Map.entry("mypy.ini", "mypy"),
          Map.entry(".mypy.ini", "mypy"),
          Map.entry("pyrightconfig.json", "pyright"));

  private static final Pattern INI_SECTION =
      Pattern.compile("^\\[(?:tool:)?([A-Za-z0-9_-]+)", Pattern.MULTILINE);

  /** Files that tools share, and what begins the section of one. */
  private static final Map<String, Pattern> SHARED_FILES =
      Map.of(
          ProjectFile.NAME,
          Pattern.compile("^\\s*\\[\\[?\\s*tool\\.([A-Za-z0-9_-]+)", Pattern.MULTILINE),
          "setup.cfg",
          INI_SECTION,
          "tox.ini",
          INI_SECTION);

  private ToolSettings() {}

  /** Whether a file of this name may hold settings of tools. */
  public static boolean mayBeIn(String fileName) {
    return OWN_FILES.containsKey(fileName) || SHARED_FILES.containsKey(fileName);
  }

  /** The tools that a file has settings for, by their normalised names. */
  static Set<String> in(Path file) {
    String name = file.getFileName().toString();
    Set<String> tools = new TreeSet<>();
    Optional.ofNullable(OWN_FILES.get(name)).ifPresent(tools::add);
    Optional.ofNullable(SHARED_FILES.get(name))
        .ifPresent(section ->
            section
                .matcher(text(file))
                .results()
                .forEach(match -> tools.add(Names.normalised(match.group(1)))));
    return tools;
  }

  /** Headings are ASCII, and in Latin-1 every file can be read. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }
}

package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides which files of a package stay out of the image: those that no program reads at run time,
 * and every command but those the image is there for.
 */
final class LeftOut {
  private static final PathMatcher COMMANDS = glob("usr/{bin,sbin}/*");

  private final List<PathMatcher> patterns;
  private final List<PathMatcher> commands;

  /** Leaves out all commands but those that one of the globs matches. */
  LeftOut(List<String> commands) {
    this.commands = commands.stream().map(LeftOut::glob).toList();
    this.patterns = patterns(Resources.text("left-out.txt"));
  }

  /**
   * Leaves out what these globs match, and all commands but those that one of the first matches.
   */
  LeftOut(List<String> commands, List<String> patterns) {
    this.commands = commands.stream().map(LeftOut::glob).toList();
    this.patterns = patterns.stream().map(LeftOut::glob).toList();
  }

  /** The globs of a list with one in each line, in which a comment starts with a number sign. */
  private static List<PathMatcher> patterns(String list) {
    return list.lines()
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .filter(line -> !line.startsWith("#"))
        .map(LeftOut::glob)
        .toList();
  }

  /** Whether the path, relative to the root, stays out. */
  boolean contains(Path path) {
    if (COMMANDS.matches(path)) {
      return commands.stream().noneMatch(command -> command.matches(path));
    }
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  /** Removes what stays out, and the folders that become empty by it. */
  void removeFrom(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(path -> !path.equals(root)).toList();
    }
    for (Path file : files) {
      if (contains(root.relativize(file)) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Folders.delete(file);
        removeIfEmpty(Folders.parentOf(file), root);
      }
    }
  }

  private static void removeIfEmpty(Path folder, Path root) throws IOException {
    Path current = folder;
    while (!current.equals(root) && Folders.isEmpty(current)) {
      Files.delete(current);
      current = Folders.parentOf(current);
    }
  }

  private static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }
}

package dev.pythonservice.builder.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/**
 * What of a tree does not belong to the project. The same rule holds for every kind of source, so
 * that the same commit gives the same files from git, from an archive and from a folder:
 *
 * <ul>
 *   <li>always: git's own data, and virtual environments (folders with a {@code pyvenv.cfg}, PEP
 *       405);
 *   <li>usually: {@link #USUAL what tools leave behind};
 *   <li>and what {@code .dockerignore} in the root says, which can bring back the usual with {@code
 *       !}.
 * </ul>
 *
 * A {@code .gitignore} decides nothing: what is committed although it is ignored is part of the
 * project, and an archive no longer shows what was committed.
 */
final class LeftOut {

  /** Where a project says it. */
  static final String RULES = ".dockerignore";

  private static final String GIT = ".git";

  /** In the syntax of {@code .dockerignore}. */
  private static final List<String> USUAL =
      List.of(
          "**/.gitignore",
          "**/.gitattributes",
          "**/.gitmodules",
          RULES,
          "**/.venv",
          "**/__pycache__",
          "**/*.pyc",
          "**/.mypy_cache",
          "**/.ruff_cache",
          "**/.pytest_cache",
          "**/.tox",
          "**/.nox",
          "**/node_modules");

  private final Path tree;
  private final List<FastIgnoreRule> rules;
  private final boolean bringsBack;

  private LeftOut(Path tree, List<FastIgnoreRule> rules) {
    this.tree = tree;
    this.rules = rules;
    this.bringsBack = rules.stream().anyMatch(FastIgnoreRule::getNegation);
  }

  /** The rule for a tree, as it is on disk. */
  static LeftOut of(Path tree) throws IOException {
    Path file = tree.resolve(RULES);
    List<String> own =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readAllLines(file) : List.of();
    return new LeftOut(
        tree,
        Stream.concat(USUAL.stream(), own.stream())
            .map(LeftOut::rooted)
            .map(FastIgnoreRule::new)
            .filter(rule -> !rule.isEmpty())
            .toList());
  }

  /**
   * Docker matches from the root where git matches at any depth, ignores a slash at the end, and
   * trims (docs.docker.com, "dockerignore files"). The rest of the two syntaxes is the same.
   */
  private static String rooted(String line) {
    String pattern = line.strip();
    if (pattern.isEmpty() || pattern.startsWith("#")) {
      return "";
    }
    boolean negated = pattern.startsWith("!");
    String path = Path.of("/" + pattern.substring(negated ? 1 : 0).strip()).normalize().toString();
    return path.equals("/") ? "" : (negated ? "!" : "") + path;
  }

  /** Whether nothing in this folder can belong to the project. */
  boolean wholeFolder(String path) {
    return always(path) || (!bringsBack && usuallyOrByRule(path, true));
  }

  /** Whether this file, whose folders were not left out whole, is left out. */
  boolean file(String path) {
    return isGit(path) || usuallyOrByRule(path, false);
  }

  /** Whether this path is left out, by itself or with one of its folders. */
  boolean anywhere(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (wholeFolder(path.substring(0, slash))) {
        return true;
      }
    }
    return file(path);
  }

  private boolean always(String folder) {
    return isGit(folder) || Files.exists(tree.resolve(folder).resolve("pyvenv.cfg"));
  }

  private static boolean isGit(String path) {
    return path.equals(GIT) || path.endsWith("/" + GIT);
  }

  /** The last rule that matches the path or a folder above it decides, as in Docker. */
  private boolean usuallyOrByRule(String path, boolean folder) {
    for (FastIgnoreRule rule : rules.reversed()) {
      if (rule.isMatch(path, folder)) {
        return rule.getResult();
      }
    }
    return false;
  }
}

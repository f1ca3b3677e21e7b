package dev.pythonservice.builder.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds all that belongs to a uv workspace, and puts it on a stage: what the lock knows, and what
 * the projects name that it may not know yet.
 */
final class StagedWorkspace {

  private static final int DEEPEST_MEMBER = 6;

  private final Path tree;
  private final Path root;
  private final Stage stage;
  private final Toml toml;
  private final Deque<ProjectFile> toLookInto = new ArrayDeque<>();

  private StagedWorkspace(Path tree, Path root, Stage stage, Toml toml) {
    this.tree = tree;
    this.root = root;
    this.stage = stage;
    this.toml = toml;
  }

  /**
   * Fills a stage.
   *
   * @param tree the source's root
   * @param root the workspace's root, where the lock is
   */
  static void on(Stage stage, Path tree, Path root, String lock, UvLockText lockText, Toml toml) {
    StagedWorkspace workspace = new StagedWorkspace(tree, root, stage, toml);
    stage.write(Tree.relative(tree, root.resolve("uv.lock")), lock);
    Path settings = root.resolve("uv.toml");
    if (Files.isRegularFile(settings)) {
      stage.add(tree, settings);
    }
    workspace.addProject(root);
    String shown = Tree.relative(tree, root.resolve("uv.lock"));
    for (String local : lockText.localPaths()) {
      workspace.addLocal(root, local, shown);
    }
    while (!workspace.toLookInto.isEmpty()) {
      workspace.lookInto(workspace.toLookInto.remove());
    }
  }

  private void lookInto(ProjectFile project) {
    project.localFolders().forEach(named -> addLocal(project.folder(), named, project.shownFile()));
    if (!project.memberPatterns().isEmpty()) {
      membersOf(project).forEach(this::addProject);
    }
  }

  private void addLocal(Path from, String named, String namedBy) {
    Path path = Tree.inside(tree, from, named, namedBy);
    if (Files.isDirectory(path)) {
      addProject(path);
    } else if (named.endsWith(".whl")
        && !Files.exists(stage.folder().resolve(Tree.relative(tree, path)))) {
      stage.add(tree, path);
    }
  }

  private void addProject(Path folder) {
    String relative = Tree.relative(tree, folder);
    if (!stage.projects().containsKey(relative)) {
      ProjectFile.in(tree, folder, toml)
          .ifPresent(project -> {
            stage.add(tree, project, toml);
            toLookInto.add(project);
          });
    }
  }

  private List<Path> membersOf(ProjectFile workspace) {
    List<PathMatcher> patterns =
        workspace.memberPatterns().stream()
            .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + trimmed(pattern)))
            .toList();
    try (Stream<Path> files = Files.find(root, DEEPEST_MEMBER + 1, StagedWorkspace::isProject)) {
      return files
          .map(Path::getParent)
          .filter(folder ->
              patterns.stream().anyMatch(pattern -> pattern.matches(root.relativize(folder))))
          .toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static boolean isProject(
      Path file, java.nio.file.attribute.BasicFileAttributes attributes) {
    return attributes.isRegularFile() && file.getFileName().toString().equals(ProjectFile.NAME);
  }

  private static String trimmed(String pattern) {
    return pattern.replaceFirst("^\\./", "").replaceFirst("/+$", "");
  }
}

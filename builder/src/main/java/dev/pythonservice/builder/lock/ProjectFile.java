package dev.pythonservice.builder.lock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A {@code pyproject.toml}: what it says statically (pyproject.toml specification, "project").
 *
 * @param folder the folder that it is in
 * @param shown the folder relative to the tree's root, {@code .} for the root
 * @param tree its content
 */
record ProjectFile(Path folder, String shown, JsonNode tree) {

  static final String NAME = "pyproject.toml";

  /** A version that is not written down; finding it out would run the project's code. */
  static final String DYNAMIC_VERSION = "0";

  /** Reads the one in a folder, if there is one. */
  static Optional<ProjectFile> in(Path root, Path folder, Toml toml) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String shown = Tree.relative(root, folder);
    String shownFile = shown.equals(".") ? NAME : shown + "/" + NAME;
    return Optional.of(new ProjectFile(folder, shown, toml.read(file, shownFile)));
  }

  /** Its path for people. */
  String shownFile() {
    return shown.equals(".") ? NAME : shown + "/" + NAME;
  }

  JsonNode project() {
    return tree.path("project");
  }

  JsonNode tool(String name) {
    return tree.path("tool").path(name);
  }

  JsonNode buildSystem() {
    return tree.path("build-system");
  }

  /** The normalised name; absent when it has no {@code [project]} table with one. */
  Optional<String> name() {
    JsonNode name = project().path("name");
    return name.isString() ? Optional.of(Names.normalised(name.asString())) : Optional.empty();
  }

  /** Whether uv installs it as a package (uv, "Projects", "Build systems"). */
  boolean isPackage() {
    JsonNode explicit = tool("uv").path("package");
    return explicit.isBoolean() ? explicit.asBoolean() : tree.has("build-system");
  }

  private List<String> dynamic() {
    return Toml.texts(project().path("dynamic"));
  }

  /** Whether all that a lock depends on stands in it, so that nothing has to be run to know it. */
  boolean hasStaticDependencies() {
    boolean dynamic =
        dynamic().contains("dependencies")
            || dynamic().contains("optional-dependencies")
            || dynamic().contains("requires-python");
    boolean nothingDeclared = !tree.has("build-system") && name().isEmpty();
    return !dynamic && (name().isPresent() || nothingDeclared);
  }

  /** Whether its extras are written down. */
  boolean hasStaticExtras() {
    return !dynamic().contains("optional-dependencies");
  }

  Set<String> extras() {
    Set<String> extras = new LinkedHashSet<>();
    Toml.keys(project().path("optional-dependencies"))
        .forEach(name -> extras.add(Names.normalised(name)));
    return extras;
  }

  /** Dependency groups (PEP 735), and {@code dev} for uv's older {@code dev-dependencies}. */
  Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    Toml.keys(tree.path("dependency-groups")).forEach(name -> groups.add(Names.normalised(name)));
    if (tool("uv").has("dev-dependencies")) {
      groups.add("dev");
    }
    return groups;
  }

  /** The same as a package that is used in place. */
  FirstParty asFirstParty(boolean installed, String marker) {
    JsonNode project = project();
    return new FirstParty(
        name().orElse(Names.normalised(folder.getFileName().toString())),
        project.path("version").asString(DYNAMIC_VERSION),
        shown,
        installed,
        SourceRoots.of(this),
        Toml.textsByKey(project.path("scripts")),
        Toml.textsByKey(project.path("gui-scripts")),
        entryPoints(project.path("entry-points")),
        Toml.texts(project.path("dependencies")),
        project.path("requires-python").asString(""),
        installed ? NativeCode.reason(this) : Optional.empty(),
        marker);
  }

  private static Map<String, Map<String, String>> entryPoints(JsonNode groups) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> group : groups.properties()) {
      all.put(group.getKey(), Toml.textsByKey(group.getValue()));
    }
    return all;
  }

  /** The folders of workspace members and path dependencies that it names, as patterns. */
  List<String> localFolders() {
    List<String> folders = new ArrayList<>();
    for (JsonNode source : tool("uv").path("sources")) {
      if (source.isArray()) {
        source.forEach(one -> folders.add(one.path("path").asString("")));
      } else {
        folders.add(source.path("path").asString(""));
      }
    }
    return folders.stream().filter(name -> !name.isEmpty()).toList();
  }

  /** The patterns of a workspace's members; empty when it is none. */
  List<String> memberPatterns() {
    return Toml.texts(tool("uv").path("workspace").path("members"));
  }
}

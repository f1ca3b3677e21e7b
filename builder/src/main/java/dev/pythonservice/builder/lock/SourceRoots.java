package dev.pythonservice.builder.lock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The folders that a package is imported from when it is used in place: what its build backend is
 * told, else {@code src}, else its folder.
 */
final class SourceRoots {

  private SourceRoots() {}

  /** They are relative to the tree's root. */
  static List<String> of(ProjectFile file) {
    Set<String> roots = new LinkedHashSet<>();
    for (String named : named(file)) {
      Path folder = file.folder().resolve(named).normalize();
      if (folder.startsWith(file.folder()) && Files.isDirectory(folder)) {
        roots.add(shown(file, folder));
      }
    }
    if (roots.isEmpty()) {
      Path src = file.folder().resolve("src");
      roots.add(shown(file, Files.isDirectory(src) ? src : file.folder()));
    }
    return List.copyOf(roots);
  }

  private static String shown(ProjectFile file, Path folder) {
    String below = Tree.relative(file.folder(), folder);
    if (file.shown().equals(".")) {
      return below;
    }
    return below.equals(".") ? file.shown() : file.shown() + "/" + below;
  }

  private static List<String> named(ProjectFile file) {
    List<String> named = new ArrayList<>();
    add(named, file.tool("uv").path("build-backend").path("module-root"));
    add(named, file.tool("maturin").path("python-source"));
    JsonNode setuptools = file.tool("setuptools");
    add(named, setuptools.path("package-dir").path(""));
    named.addAll(Toml.texts(setuptools.path("packages").path("find").path("where")));
    JsonNode hatchWheel =
        file.tool("hatch").path("build").path("targets").path("wheel").path("packages");
    Toml.texts(hatchWheel).forEach(name -> named.add(parent(name)));
    for (JsonNode poetryPackage : file.tool("poetry").path("packages")) {
      named.add(poetryPackage.path("from").asString("."));
    }
    add(named, file.tool("pdm").path("build").path("package-dir"));
    return named;
  }

  private static void add(List<String> named, JsonNode folder) {
    if (folder.isString()) {
      named.add(folder.asString().isEmpty() ? "." : folder.asString());
    }
  }

  /** Hatch names packages, such as {@code src/shop}; they are imported from the folder above. */
  private static String parent(String packageFolder) {
    int slash = packageFolder.lastIndexOf('/');
    return slash < 0 ? "." : packageFolder.substring(0, slash);
  }
}

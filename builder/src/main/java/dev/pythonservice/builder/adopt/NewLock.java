package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a {@code uv.lock} holds packages to.
 *
 * @param versions the versions of each package that comes from an index
 * @param elsewhere the packages that come from git, an address or a folder; the project itself is
 *     among them
 * @param required the packages that a package of an index requires
 */
record NewLock(Map<String, Set<String>> versions, Set<String> elsewhere, Set<String> required) {

  static NewLock of(String text, Toml toml) {
    Map<String, Set<String>> versions = new TreeMap<>();
    Set<String> elsewhere = new TreeSet<>();
    Set<String> required = new TreeSet<>();
    for (JsonNode one : toml.parse(text, ProjectFiles.LOCK).path("package")) {
      String name = Names.normalised(one.path("name").asString(""));
      if (one.path("source").has("registry")) {
        versions
            .computeIfAbsent(name, unused -> new TreeSet<>())
            .add(one.path("version").asString(""));
        one.path("dependencies")
            .forEach(other -> required.add(Names.normalised(other.path("name").asString(""))));
      } else {
        elsewhere.add(name);
      }
    }
    return new NewLock(versions, elsewhere, required);
  }
}

package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The {@code pyproject.toml} of a PDM project in uv's words. PDM reads the {@code [project]} table
 * that uv reads; little has a table of PDM's own.
 *
 * @param text the file, added to
 * @param notes what cannot be said in uv's words
 */
record PdmProject(String text, List<Note> notes) {

  PdmProject {
    notes = List.copyOf(notes);
  }

  static PdmProject of(String text, Toml toml) {
    JsonNode tree = toml.parse(text, ProjectFiles.PROJECT);
    JsonNode settings = tree.path("tool").path("pdm");
    List<Note> notes = new ArrayList<>();
    ProjectText changed = new ProjectText(text);
    for (Map.Entry<String, JsonNode> group : settings.path("dev-dependencies").properties()) {
      List<String> wanted = Toml.texts(group.getValue());
      wanted.stream()
          .filter(PdmProject::isEditable)
          .forEach(line -> notes.add(editable(group.getKey(), line)));
      List<String> kept = wanted.stream().filter(Predicate.not(PdmProject::isEditable)).toList();
      changed =
          changed.with(
              "dependency-groups",
              "%s = %s".formatted(Names.normalised(group.getKey()), ProjectText.list(kept)));
    }
    if (isNoPackage(settings) && !tree.path("tool").path("uv").has("package")) {
      changed = changed.with("tool.uv", "package = false");
    }
    for (JsonNode source : settings.path("source")) {
      notes.add(index(source.path("name").asString("")));
    }
    return new PdmProject(changed.text(), notes);
  }

  private static boolean isEditable(String requirement) {
    return requirement.startsWith("-e ");
  }

  private static boolean isNoPackage(JsonNode settings) {
    JsonNode distribution = settings.path("distribution");
    return distribution.isBoolean() && !distribution.asBoolean();
  }

  private static Note editable(String group, String line) {
    return new Note(
        ProjectFiles.PROJECT,
        "[tool.pdm.dev-dependencies] " + line,
        "a dependency group has no place for it; 'uv add --group %s --editable FOLDER' adds it"
            .formatted(group));
  }

  private static Note index(String name) {
    return new Note(
        ProjectFiles.PROJECT,
        "[[tool.pdm.source]] " + name,
        "uv names indexes in [[tool.uv.index]], and its users say which by UV_DEFAULT_INDEX");
  }
}

package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** TOML files as trees, and the few ways they are looked into here. */
public final class Toml {

  private final TomlMapper mapper = new TomlMapper();

  /**
   * Reads a file.
   *
   * @param shown the file's name for people
   * @throws BuildFailure when it is not TOML, with the line
   */
  public JsonNode read(Path file, String shown) {
    try {
      return parse(Files.readString(file), shown);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(shown), exception);
    }
  }

  /** The same for a text. */
  public JsonNode parse(String text, String shown) {
    try {
      return mapper.readTree(text);
    } catch (JacksonException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is not valid TOML at line %d: %s"
              .formatted(
                  shown, exception.getLocation().getLineNr(), exception.getOriginalMessage()));
    }
  }

  String write(JsonNode tree) {
    return mapper.writeValueAsString(tree);
  }

  /** The texts of an array; other elements are left out. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (element.isString()) {
        texts.add(element.asString());
      }
    }
    return texts;
  }

  /** The texts of a table by their keys, in the file's order; other values are left out. */
  public static Map<String, String> textsByKey(JsonNode table) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (entry.getValue().isString()) {
        texts.put(entry.getKey(), entry.getValue().asString());
      }
    }
    return texts;
  }

  /** The keys of a table, in the file's order. */
  public static List<String> keys(JsonNode table) {
    return table.properties().stream().map(Map.Entry::getKey).toList();
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code wheels.json} that lies beside built wheels and says what they were built from.
 */
final class WheelList {

  static final String FILE_NAME = "wheels.json";

  private WheelList() {}

  /** Its bytes: the same for the same wheels, in whatever order they come. */
  static byte[] write(List<BuiltWheel> wheels) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode list = root.put("schemaVersion", 1).putArray("wheels");
    wheels.stream()
        .sorted(Comparator.comparing(BuiltWheel::fileName))
        .forEach(wheel -> write(wheel, list.addObject()));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  private static void write(BuiltWheel wheel, ObjectNode node) {
    node.put("package", wheel.packageName())
        .put("version", wheel.version())
        .put("file", wheel.fileName())
        .put("sha256", wheel.sha256().hex())
        .put("size", wheel.size())
        .put("platform", wheel.platform())
        .put("source", wheel.source().toString());
    ObjectNode tools = node.putObject("tools");
    new TreeMap<>(wheel.tools()).forEach(tools::put);
  }

  /**
   * The bytes of the one that lies in a folder.
   *
   * @throws BuildFailure when there is none
   */
  static byte[] bytes(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has no %s, so nobody knows what its wheels were built from; name a folder that 'pythonservice-builder wheel' wrote"
              .formatted(folder, FILE_NAME));
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Reads it.
   *
   * @param place where it was found, for people
   * @throws BuildFailure when it is not what {@link #write} makes
   */
  static List<BuiltWheel> read(byte[] bytes, String place) {
    try {
      JsonNode root = JsonMapper.shared().readTree(bytes);
      if (root.path("schemaVersion").asInt(0) != 1) {
        throw new IllegalArgumentException("its schemaVersion is not 1");
      }
      List<BuiltWheel> wheels = new ArrayList<>();
      root.path("wheels").forEach(node -> wheels.add(wheel(node)));
      return wheels;
    } catch (JacksonException | IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s in %s cannot be used (%s); build the wheels again with 'pythonservice-builder wheel'"
              .formatted(FILE_NAME, place, exception.getMessage()));
    }
  }

  private static BuiltWheel wheel(JsonNode node) {
    WheelFileName fileName = WheelFileName.of(text(node, "file"));
    Map<String, String> tools = new TreeMap<>();
    node.path("tools")
        .properties()
        .forEach(tool -> tools.put(tool.getKey(), tool.getValue().asString()));
    return new BuiltWheel(
        text(node, "package"),
        text(node, "version"),
        fileName.text(),
        new Digest(text(node, "sha256")),
        node.path("size").asLong(-1),
        text(node, "platform"),
        BuiltFrom.of(text(node, "source")),
        tools);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException("a wheel has no text in the field " + field);
    }
    return value.asString();
  }
}

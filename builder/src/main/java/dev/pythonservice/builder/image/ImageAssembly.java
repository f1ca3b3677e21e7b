package dev.pythonservice.builder.image;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.target.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Layers to configurations, manifests and an index (OCI image-spec). The same input gives the same
 * bytes on every machine at every time.
 *
 * @param settings what all platforms share
 */
public record ImageAssembly(ImageSettings settings) {

  /**
   * The image of one platform.
   *
   * @param base what it stands on
   * @param added the layers above it, lowest first
   * @param annotations annotations of this platform's manifest beside those of the image
   */
  public PlatformImage platform(
      Platform platform, BaseLayers base, List<Layer> added, Map<String, String> annotations) {
    byte[] config = JsonMapper.shared().writeValueAsBytes(config(platform, base, added));
    Descriptor descriptor =
        new Descriptor(MediaTypes.CONFIG, Digest.ofBytes(config), config.length);
    List<Layer> layers = Stream.concat(base.layers().stream(), added.stream()).toList();
    return new PlatformImage(
        platform, manifest(descriptor, layers, annotations), descriptor, config, layers);
  }

  /** An image of these platforms. */
  public Image image(List<PlatformImage> platforms) {
    ObjectNode json = start(MediaTypes.INDEX);
    ArrayNode manifests = json.putArray("manifests");
    for (PlatformImage each : platforms) {
      ObjectNode entry = each.manifest().descriptor().json();
      entry
          .putObject("platform")
          .put("architecture", each.platform().architecture())
          .put("os", "linux");
      manifests.add(entry);
    }
    return new Image(
        Manifest.of(MediaTypes.INDEX, annotated(json, settings.annotations())), platforms);
  }

  private Manifest manifest(
      Descriptor config, List<Layer> layers, Map<String, String> annotations) {
    ObjectNode json = start(MediaTypes.MANIFEST);
    json.set("config", config.json());
    ArrayNode array = json.putArray("layers");
    layers.forEach(layer -> array.add(layer.descriptor().json()));
    Map<String, String> all = new TreeMap<>(settings.annotations());
    all.putAll(annotations);
    return Manifest.of(MediaTypes.MANIFEST, annotated(json, all));
  }

  private ObjectNode config(Platform platform, BaseLayers base, List<Layer> added) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("created", settings.created().toString())
            .put("architecture", platform.architecture())
            .put("os", "linux");
    JsonNode variant = base.config().path("variant");
    if (variant.isString()) {
      json.set("variant", variant);
    }
    json.set("config", process(base.config().path("config")));
    ArrayNode diffIds = json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    Stream.concat(base.layers().stream(), added.stream())
        .forEach(layer -> diffIds.add(layer.diffId().toString()));
    json.set("history", history(base, added));
    return json;
  }

  /** How the container runs: the base image's settings where nothing else is asked. */
  private ObjectNode process(JsonNode base) {
    ObjectNode process =
        base instanceof ObjectNode settled
            ? settled.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    process.put("User", ImageSettings.USER).put("WorkingDir", settings.workingDirectory());
    process.set("Env", environment(base.path("Env")));
    if (!settings.command().isEmpty()) {
      ArrayNode command = process.putArray("Entrypoint");
      settings.command().forEach(command::add);
      process.remove("Cmd");
    }
    Map<String, String> labels = new TreeMap<>();
    base.path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    labels.putAll(settings.labels());
    if (!labels.isEmpty()) {
      ObjectNode all = process.putObject("Labels");
      labels.forEach(all::put);
    }
    return process;
  }

  /** The base image's variables in their order, then the others by name. */
  private ArrayNode environment(JsonNode base) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonNode entry : base.values()) {
      String[] parts = entry.asString("").split("=", 2);
      variables.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    variables.putAll(new TreeMap<>(settings.environment()));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    variables.forEach((name, value) -> array.add(name + "=" + value));
    return array;
  }

  /** An entry for each layer that was added; tools count them against the layers. */
  private ArrayNode history(BaseLayers base, List<Layer> added) {
    ArrayNode history = JsonNodeFactory.instance.arrayNode();
    List<JsonNode> before = base.config().path("history").values().stream().toList();
    long described =
        before.stream().filter(entry -> !entry.path("empty_layer").asBoolean(false)).count();
    if (described == base.layers().size()) {
      before.forEach(history::add);
    } else {
      base.layers().forEach(layer -> history.add(entry(layer)));
    }
    added.forEach(layer -> history.add(entry(layer)));
    return history;
  }

  private ObjectNode entry(Layer layer) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("created", settings.created().toString())
        .put("created_by", layer.createdBy());
  }

  private static ObjectNode start(String mediaType) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("schemaVersion", 2)
        .put("mediaType", mediaType);
  }

  private static ObjectNode annotated(ObjectNode json, Map<String, String> annotations) {
    ObjectNode all = json.putObject("annotations");
    new TreeMap<>(annotations).forEach(all::put);
    return json;
  }
}

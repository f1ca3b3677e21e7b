package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A base image as it is kept: manifest, configuration, layers and facts in one document, so that
 * one request brings all of it. Written and read by hand: this is on the way of every build.
 *
 * @param json the document
 */
record KeptImage(JsonNode json) {

  /** The document of an image. */
  static KeptImage of(BaseImage image) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("manifest", image.manifest().json());
    json.set("config", image.config());
    for (BaseLayer layer : image.layers()) {
      json.withArray("layers")
          .addObject()
          .put("diffId", layer.diffId().toString())
          .set("blob", layer.descriptor().json());
    }
    json.set("facts", json(image.facts()));
    return new KeptImage(json);
  }

  /** The document of these bytes. */
  static KeptImage of(byte[] bytes) {
    return new KeptImage(JsonMapper.shared().readTree(bytes));
  }

  byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  JsonNode config() {
    return json.path("config");
  }

  /** The image, as it was asked for this time. */
  BaseImage image(Reference asked, Platform platform) {
    List<BaseLayer> layers =
        json.path("layers").values().stream()
            .map(layer ->
                new BaseLayer(Descriptor.of(layer.path("blob")), Digest.of(text(layer, "diffId"))))
            .toList();
    return new BaseImage(
        asked.toString(),
        asked.repository(),
        platform,
        Descriptor.of(json.path("manifest")),
        config(),
        layers,
        facts(json.path("facts")));
  }

  private static ObjectNode json(BaseFacts facts) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("python", facts.python().toString())
            .put("interpreter", facts.interpreter())
            .put("distribution", facts.distribution());
    json.putObject("libc")
        .put("family", facts.libc().family().name())
        .put("major", facts.libc().major())
        .put("minor", facts.libc().minor());
    for (SystemPackage each : facts.packages()) {
      json.withArray("packages")
          .addObject()
          .put("name", each.name())
          .put("version", each.version())
          .put("architecture", each.architecture())
          .put("source", each.source())
          .put("licence", each.licence())
          .put("purl", each.purl());
    }
    new TreeSet<>(facts.libraries()).forEach(name -> json.withArray("libraries").add(name));
    ObjectNode symbols = json.putObject("symbolVersions");
    new TreeMap<>(facts.symbolVersions()).forEach(symbols::put);
    return json;
  }

  private static BaseFacts facts(JsonNode json) {
    JsonNode libc = json.path("libc");
    Map<String, String> symbols =
        json.path("symbolVersions").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString("")));
    return new BaseFacts(
        PythonVersion.of(text(json, "python")),
        text(json, "interpreter"),
        new CLibrary(
            CLibrary.Family.valueOf(text(libc, "family")),
            libc.path("major").asInt(),
            libc.path("minor").asInt()),
        text(json, "distribution"),
        json.path("packages").values().stream().map(KeptImage::systemPackage).toList(),
        json.path("libraries").values().stream()
            .map(name -> name.asString(""))
            .collect(Collectors.toSet()),
        symbols);
  }

  private static SystemPackage systemPackage(JsonNode json) {
    return new SystemPackage(
        text(json, "name"),
        text(json, "version"),
        text(json, "architecture"),
        text(json, "source"),
        text(json, "licence"),
        text(json, "purl"));
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }
}

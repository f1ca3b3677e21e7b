package dev.pythonservice.builder.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What points to bytes in a registry (OCI image-spec, descriptor.md).
 *
 * @param mediaType what the bytes are
 * @param digest their digest
 * @param size their number
 * @param annotations what is said about them
 */
public record Descriptor(
    String mediaType, Digest digest, long size, Map<String, String> annotations) {

  /** A descriptor without annotations. */
  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, Map.of());
  }

  /**
   * Reads a descriptor out of a manifest or index. What else stands in it (platform, data) is left.
   *
   * @throws IllegalArgumentException when type, digest or size is missing or is none
   */
  public static Descriptor of(JsonNode json) {
    JsonNode size = json.path("size");
    if (!json.path("mediaType").isString() || !size.isIntegralNumber() || size.asLong() < 0) {
      throw new IllegalArgumentException("This is no descriptor with mediaType and size: " + json);
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    json.path("annotations")
        .properties()
        .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asString("")));
    return new Descriptor(
        json.path("mediaType").asString(),
        Digest.of(json.path("digest").asString("")),
        size.asLong(),
        annotations);
  }

  /** As JSON, always in the same order. */
  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("mediaType", mediaType)
            .put("digest", digest.toString())
            .put("size", size);
    if (!annotations.isEmpty()) {
      ObjectNode all = json.putObject("annotations");
      new TreeMap<>(annotations).forEach(all::put);
    }
    return json;
  }
}

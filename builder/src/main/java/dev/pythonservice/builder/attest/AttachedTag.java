package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tag beside an image that lists what is attached to it, as cosign did before there were
 * referrers (cosign, specs/SIGNATURE_SPEC.md, "Storage").
 *
 * @param registry the client
 * @param repository where the image is
 * @param name the tag
 */
record AttachedTag(Registry registry, Repository repository, String name) {

  /** The tag with signatures. */
  static AttachedTag signatures(Registry registry, Repository repository, Digest image) {
    return new AttachedTag(registry, repository, "sha256-" + image.hex() + ".sig");
  }

  /** The tag with signed statements. */
  static AttachedTag attestations(Registry registry, Repository repository, Digest image) {
    return new AttachedTag(registry, repository, "sha256-" + image.hex() + ".att");
  }

  /** What is attached, oldest first; nothing where the tag is not there or is no such list. */
  List<Descriptor> attached() {
    try {
      return registry
          .manifest(repository, name)
          .map(manifest ->
              manifest.json().path("layers").values().stream().map(Descriptor::of).toList())
          .orElseGet(List::of);
    } catch (IllegalArgumentException exception) {
      return List.of();
    }
  }

  /** Attaches something, beside what others attached. */
  void add(String mediaType, byte[] content, Map<String, String> annotations) {
    Descriptor blob =
        new Descriptor(mediaType, Digest.ofBytes(content), content.length, annotations);
    registry.push(repository, blob, new BlobContent.Small(content));
    List<Descriptor> layers = Stream.concat(attached().stream(), Stream.of(blob)).toList();
    Descriptor config = registry.push(repository, MediaTypes.CONFIG, config(layers));
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.MANIFEST);
    json.set("config", config.json());
    ArrayNode list = json.putArray("layers");
    layers.forEach(layer -> list.add(layer.json()));
    registry.tag(repository, Manifest.of(MediaTypes.MANIFEST, json), name);
  }

  /** Registries look into a configuration, so it is that of an image with these layers. */
  private static byte[] config(List<Descriptor> layers) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("architecture", "").put("os", "");
    json.putObject("config");
    ArrayNode list = json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    layers.forEach(layer -> list.add(layer.digest().toString()));
    return JsonMapper.shared().writeValueAsBytes(json);
  }
}

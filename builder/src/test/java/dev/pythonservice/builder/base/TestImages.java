package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Images that a test pushes, with layers of its own. */
public final class TestImages {

  private final Registry registry;
  private final Repository repository;
  private Map<String, String> labels = Map.of();

  public TestImages(Registry registry, Repository repository) {
    this.registry = registry;
    this.repository = repository;
  }

  public String reference(String tag) {
    return repository + ":" + tag;
  }

  public void tag(String tag, Manifest manifest) {
    registry.tag(repository, manifest, tag);
  }

  void labels(Map<String, String> wanted) {
    labels = wanted;
  }

  public Manifest image(String architecture, byte[]... layers) {
    return image(
        MediaTypes.MANIFEST,
        MediaTypes.CONFIG,
        "application/vnd.oci.image.layer.v1.tar+gzip",
        architecture,
        layers);
  }

  Manifest docker(String architecture, byte[]... layers) {
    return image(
        MediaTypes.DOCKER_MANIFEST,
        "application/vnd.docker.container.image.v1+json",
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        architecture,
        layers);
  }

  private Manifest image(
      String type, String configType, String layerType, String architecture, byte[]... layers) {
    ObjectNode config =
        JsonNodeFactory.instance.objectNode().put("architecture", architecture).put("os", "linux");
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", type);
    config.putObject("config").putArray("Env").add("PATH=/usr/local/bin:/usr/bin:/bin");
    labels.forEach(config.withObject("/config/Labels")::put);
    config.putObject("rootfs").put("type", "layers");
    for (byte[] layer : layers) {
      config.withArray("/rootfs/diff_ids").add(Digest.ofBytes(layer).toString());
      json.withArray("layers").add(registry.push(repository, layerType, layer).json());
    }
    json.set(
        "config",
        registry
            .push(repository, configType, config.toString().getBytes(StandardCharsets.UTF_8))
            .json());
    Manifest manifest = Manifest.of(type, json);
    registry.push(repository, manifest);
    return manifest;
  }

  /** An index of images by architecture. */
  public Manifest index(Map<String, Manifest> images) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.INDEX);
    new TreeMap<>(images)
        .forEach((architecture, image) -> {
          ObjectNode entry = image.descriptor().json();
          entry.putObject("platform").put("os", "linux").put("architecture", architecture);
          json.withArray("manifests").add(entry);
        });
    return Manifest.of(MediaTypes.INDEX, json);
  }
}

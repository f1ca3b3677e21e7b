package dev.pythonservice.builder.registry;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For which architectures an image is there, by their names in OCI images. */
public final class ImageArchitectures {

  /** Some images have their whole history in it, and none comes near. */
  private static final int CONFIG_LIMIT = 4 << 20;

  private ImageArchitectures() {}

  /**
   * The architectures of an image for Linux: those of its index, or the one in the configuration of
   * a single manifest.
   *
   * @param reference the image
   * @return such as {@code amd64}; sorted, and empty when the image does not say
   */
  public static Set<String> of(Registry registry, Reference reference) {
    Manifest manifest = registry.manifest(reference);
    Set<String> architectures = new TreeSet<>();
    if (manifest.isIndex()) {
      for (JsonNode entry : manifest.json().path("manifests")) {
        linux(entry.path("platform")).ifPresent(architectures::add);
      }
      return architectures;
    }
    Descriptor config = Descriptor.of(manifest.json().path("config"));
    linux(json(registry.smallBlob(reference.repository(), config, CONFIG_LIMIT)))
        .ifPresent(architectures::add);
    return architectures;
  }

  private static Optional<String> linux(JsonNode platform) {
    return platform.path("os").asString("").equals("linux")
        ? Optional.of(platform.path("architecture").asString("")).filter(name -> !name.isEmpty())
        : Optional.empty();
  }

  private static JsonNode json(byte[] config) {
    try {
      return JsonMapper.shared().readTree(config);
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("The image's configuration is no JSON", exception);
    }
  }
}

package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.target.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads base images from their registry, each layer once, as a stream.
 *
 * @param registry where they are
 */
record BaseImageReader(Registry registry) {

  /** A registry must take manifests of this size; no configuration comes near it. */
  private static final int CONFIG_LIMIT = 4 << 20;

  BaseImage read(Reference asked, Platform platform, Manifest manifest) {
    JsonNode config = config(asked, manifest);
    List<BaseLayer> layers = layers(asked, manifest, config);
    return new BaseImage(
        asked.toString(),
        asked.repository(),
        platform,
        manifest.descriptor(),
        config,
        layers,
        facts(asked, platform, config, layers));
  }

  /** The configuration of an image. */
  JsonNode config(Reference asked, Manifest manifest) {
    byte[] bytes =
        registry.smallBlob(
            asked.repository(), Descriptor.of(manifest.json().path("config")), CONFIG_LIMIT);
    try {
      return JsonMapper.shared().readTree(bytes);
    } catch (JacksonException exception) {
      throw noImage(asked);
    }
  }

  private static List<BaseLayer> layers(Reference asked, Manifest manifest, JsonNode config) {
    JsonNode blobs = manifest.json().path("layers");
    JsonNode diffIds = config.path("rootfs").path("diff_ids");
    if (blobs.isEmpty() || blobs.size() != diffIds.size()) {
      throw noImage(asked);
    }
    List<BaseLayer> layers = new ArrayList<>();
    for (int index = 0; index < blobs.size(); index++) {
      layers.add(
          new BaseLayer(
              Descriptor.of(blobs.get(index)), Digest.of(diffIds.get(index).asString(""))));
    }
    return layers;
  }

  private BaseFacts facts(
      Reference asked, Platform platform, JsonNode config, List<BaseLayer> layers) {
    ImageFiles files =
        ImageFiles.of(layers.stream().map(layer -> contents(asked.repository(), layer)).toList());
    String image = asked.toString();
    ImagePython python = ImagePython.of(files, config, image);
    SharedLibraries libraries = new SharedLibraries(files, platform);
    SystemPackages packages = SystemPackages.of(files);
    return new BaseFacts(
        python.version(),
        python.interpreter(),
        libraries.libc(image),
        packages.distribution(),
        packages.all(),
        libraries.names(),
        libraries.symbolVersions());
  }

  private LayerContents contents(Repository repository, BaseLayer layer) {
    try (InputStream blob = registry.blob(repository, layer.descriptor())) {
      return LayerContents.read(blob, FileFacts::of);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.REGISTRY,
          "The layer %s of the base image in %s cannot be read: %s; push the base image again"
              .formatted(layer.descriptor().digest(), repository, exception.getMessage()));
    }
  }

  private static BuildFailure noImage(Reference asked) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s is not an image: its configuration does not tell its layers; use the reference of an image as base"
            .formatted(asked));
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Built wheels as OCI artifacts (image-spec, "Guidelines for Artifact Usage"): {@code wheels.json}
 * is the configuration, each wheel is a layer as it is. The same wheels make the same artifact.
 *
 * @param registry where artifacts are
 */
public record OciWheels(Registry registry) implements WheelArtifacts {

  private static final String TYPE = "application/vnd.pythonservice.wheels.v1";
  private static final String LIST = "application/vnd.pythonservice.wheels.v1+json";
  private static final String WHEEL = "application/vnd.pythonservice.wheel.v1+zip";

  /** The name of a layer's file (OCI image-spec, annotations.md). */
  private static final String TITLE = "org.opencontainers.image.title";

  /** Larger than a list of ten thousand wheels. */
  private static final int LIST_LIMIT = 16 << 20;

  @Override
  public byte[] list(String text) {
    Reference reference = Reference.of(text);
    Manifest manifest = registry.manifest(reference);
    if (!manifest.json().path("artifactType").asString("").equals(TYPE)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s holds no built wheels; name an artifact that 'pythonservice-builder wheel' wrote"
              .formatted(reference));
    }
    Descriptor config = Descriptor.of(manifest.json().path("config"));
    return registry.smallBlob(reference.repository(), config, LIST_LIMIT);
  }

  @Override
  public Path fetch(String text, BuiltWheel wheel, Path folder) {
    Repository repository = Reference.of(text).repository();
    Path file = folder.resolve(wheel.fileName());
    try {
      Path part = Files.createTempFile(folder, "part", "");
      try (InputStream blob = registry.blob(repository, descriptor(wheel))) {
        Files.copy(blob, part, StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.move(
          part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  @Override
  public Digest push(String text, List<BuiltWheel> wheels, Path folder) {
    Reference reference = Reference.of(text);
    String tag =
        reference
            .tag()
            .filter(name -> reference.digest().isEmpty())
            .orElseThrow(() ->
                new BuildFailure(
                    ExitCode.INPUT,
                    "Wheels are written under a tag, and %s has a digest; leave it out"
                        .formatted(text)));
    Repository repository = reference.repository();
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("schemaVersion", 2).put("mediaType", MediaTypes.MANIFEST).put("artifactType", TYPE);
    root.set("config", registry.push(repository, LIST, WheelList.write(wheels)).json());
    ArrayNode layers = root.putArray("layers");
    for (BuiltWheel wheel :
        wheels.stream().sorted(Comparator.comparing(BuiltWheel::fileName)).toList()) {
      Path file = folder.resolve(wheel.fileName());
      registry.push(repository, descriptor(wheel), new BlobContent.Local(file));
      layers.add(descriptor(wheel).json());
    }
    Manifest manifest = Manifest.of(MediaTypes.MANIFEST, root);
    registry.tag(repository, manifest, tag);
    return manifest.digest();
  }

  private static Descriptor descriptor(BuiltWheel wheel) {
    return new Descriptor(WHEEL, wheel.sha256(), wheel.size(), Map.of(TITLE, wheel.fileName()));
  }
}

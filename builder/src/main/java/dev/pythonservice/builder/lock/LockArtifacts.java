package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Locks as OCI artifacts (image-spec, "Guidelines for Artifact Usage"): the {@code uv.lock} is the
 * only layer. The same lock makes the same artifact.
 *
 * @param registry where artifacts are
 */
public record LockArtifacts(Registry registry) {

  /** The type of the artifact, and the start of its layer's. */
  public static final String TYPE = "application/vnd.pythonservice.lock.v1";

  private static final String LAYER = TYPE + "+toml";

  /** The name of a layer's file (OCI image-spec, annotations.md). */
  private static final String TITLE = "org.opencontainers.image.title";

  private static final byte[] NOTHING = {'{', '}'};

  /** The largest lock of a real project has some megabytes. */
  private static final int LARGEST = 32 << 20;

  private static final int TAG_LENGTH = 40;

  /**
   * Pushes a lock, under a tag that follows from its bytes: what has no tag is removed by
   * registries that clean up.
   *
   * @param repository where it goes, such as {@code registry.example/python/shop/orders}
   * @return the artifact by its digest
   */
  public Reference push(String repository, String lock) {
    Repository place = Repository.of(repository);
    byte[] bytes = lock.getBytes(StandardCharsets.UTF_8);
    Descriptor layer = registry.push(place, LAYER, bytes);
    ObjectNode json =
        JsonMapper.shared()
            .createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.MANIFEST)
            .put("artifactType", TYPE);
    json.set("config", registry.push(place, MediaTypes.EMPTY, NOTHING).json());
    json.putArray("layers")
        .add(
            new Descriptor(
                    layer.mediaType(), layer.digest(), layer.size(), Map.of(TITLE, "uv.lock"))
                .json());
    Manifest manifest = Manifest.of(MediaTypes.MANIFEST, json);
    registry.tag(place, manifest, "lock-" + layer.digest().hex().substring(0, TAG_LENGTH));
    return new Reference(place, Optional.empty(), Optional.of(manifest.digest()));
  }

  /**
   * A project with a lock in place of its own. Whether that fits the project shows when it is read.
   *
   * @param text the artifact by its digest
   * @param work a folder for a copy of the project; the caller removes it
   */
  public Source inPlaceOfOwn(
      String text, Source source, LockRequest request, Sources sources, Path work) {
    return sources.replacing(source, LockUpgrade.path(source, request), fetch(text), work);
  }

  /**
   * Reads a lock.
   *
   * @param text the artifact by its digest, as a tag could name another lock tomorrow
   * @throws BuildFailure when there is none, or it is something else
   */
  byte[] fetch(String text) {
    Reference reference = Reference.of(text);
    if (reference.digest().isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--lock-artifact %s has no digest; name the lock as REPOSITORY@sha256:…".formatted(text));
    }
    Manifest manifest = registry.manifest(reference);
    if (!manifest.json().path("artifactType").asString("").equals(TYPE)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is no lock; name an artifact that 'pythonservice-builder update --push-lock' wrote"
              .formatted(reference));
    }
    Descriptor layer = Descriptor.of(manifest.json().path("layers").path(0));
    return registry.smallBlob(reference.repository(), layer, LARGEST);
  }
}

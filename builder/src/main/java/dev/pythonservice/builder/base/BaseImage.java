package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.Target;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A base image for one platform.
 *
 * @param reference what was asked for, by which the variants for other platforms are found
 * @param repository where its blobs are
 * @param platform the platform
 * @param manifest its manifest
 * @param config its configuration, as it is in the registry (OCI image-spec, config.md)
 * @param layers its layers, lowest first
 * @param facts what is in them
 */
public record BaseImage(
    String reference,
    Repository repository,
    Platform platform,
    Descriptor manifest,
    JsonNode config,
    List<BaseLayer> layers,
    BaseFacts facts) {

  /** What wheels must fit to run on it. */
  public Target target() {
    return new Target(platform, facts.libc(), facts.python());
  }

  /** What this image would be on another platform, as far as names of its files go. */
  BaseImage on(Platform other) {
    return new BaseImage(reference, repository, other, manifest, config, layers, facts);
  }
}

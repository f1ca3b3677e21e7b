package dev.pythonservice.builder.image;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.target.Platform;
import java.util.List;

/**
 * The image of one platform, ready to be pushed.
 *
 * @param platform the platform
 * @param manifest its manifest
 * @param config what points to its configuration
 * @param configBytes the configuration
 * @param layers all layers, those of the base image first
 */
public record PlatformImage(
    Platform platform,
    Manifest manifest,
    Descriptor config,
    byte[] configBytes,
    List<Layer> layers) {
  public PlatformImage {
    layers = List.copyOf(layers);
  }
}

package dev.pythonservice.builder.image;

import dev.pythonservice.builder.registry.Manifest;
import java.util.List;

/**
 * An image with all its platforms, ready to be pushed.
 *
 * @param index the index, which names a manifest for each platform
 * @param platforms the platforms, in the order of the index
 */
public record Image(Manifest index, List<PlatformImage> platforms) {
  public Image {
    platforms = List.copyOf(platforms);
  }
}

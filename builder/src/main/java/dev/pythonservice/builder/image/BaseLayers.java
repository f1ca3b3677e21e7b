package dev.pythonservice.builder.image;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an image of one platform stands on.
 *
 * @param config the base image's configuration (OCI image-spec, config.md)
 * @param layers its layers, lowest first; their {@code createdBy} is not used, since the base
 *     image's own history is kept
 */
public record BaseLayers(JsonNode config, List<Layer> layers) {
  public BaseLayers {
    layers = List.copyOf(layers);
  }
}

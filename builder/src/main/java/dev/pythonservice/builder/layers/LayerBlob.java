package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * A layer, ready to be pushed.
 *
 * @param file the compressed archive
 * @param descriptor its media type, digest and size
 * @param diffId the digest of the archive before compression (OCI image-spec, config.md)
 * @param facts the packages in it; empty for the application's own layer
 */
public record LayerBlob(Path file, Descriptor descriptor, Digest diffId, List<WheelFacts> facts) {

  public LayerBlob {
    facts = List.copyOf(facts);
  }
}

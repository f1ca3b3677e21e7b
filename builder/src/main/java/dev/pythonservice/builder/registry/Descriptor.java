package dev.pythonservice.builder.registry;

import java.util.Map;

/**
 * What points to bytes in a registry (OCI image-spec, descriptor.md).
 *
 * @param mediaType what the bytes are
 * @param digest their digest
 * @param size their number
 * @param annotations what is said about them
 */
public record Descriptor(
    String mediaType, Digest digest, long size, Map<String, String> annotations) {

  /** A descriptor without annotations. */
  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, Map.of());
  }
}

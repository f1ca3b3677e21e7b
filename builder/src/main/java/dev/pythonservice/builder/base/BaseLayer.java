package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;

/**
 * A layer of a base image.
 *
 * @param descriptor the blob in the registry
 * @param diffId the digest of its uncompressed tar archive (OCI image-spec, config.md)
 */
public record BaseLayer(Descriptor descriptor, Digest diffId) {}

package dev.pythonservice.builder.image;

import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;

/**
 * A layer of an image.
 *
 * @param descriptor its compressed bytes
 * @param diffId the digest of the bytes when not compressed
 * @param createdBy what made it, for the image's history
 * @param content where the compressed bytes come from
 */
public record Layer(Descriptor descriptor, Digest diffId, String createdBy, BlobContent content) {}

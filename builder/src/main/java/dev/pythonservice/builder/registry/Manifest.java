package dev.pythonservice.builder.registry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A manifest or an index, byte for byte: it is never written anew, since its digest would change.
 */
public final class Manifest {

  private final byte[] bytes;
  private final Descriptor descriptor;

  /** A manifest of these bytes, whose digest follows from them. */
  public Manifest(String mediaType, byte[] bytes) {
    this.bytes = bytes.clone();
    this.descriptor =
        new Descriptor(mediaType, Digest.ofBytes(this.bytes), this.bytes.length, Map.of());
  }

  /** A manifest with this content; equal content gives equal bytes. */
  public static Manifest of(String mediaType, JsonNode json) {
    return new Manifest(mediaType, JsonMapper.shared().writeValueAsBytes(json));
  }

  /** What points to it. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Its digest. */
  public Digest digest() {
    return descriptor.digest();
  }

  /** What it is. */
  public String mediaType() {
    return descriptor.mediaType();
  }

  /** Whether it is an index of several manifests. */
  public boolean isIndex() {
    return mediaType().equals(MediaTypes.INDEX) || mediaType().equals(MediaTypes.DOCKER_INDEX);
  }

  /** Its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Its content.
   *
   * @throws IllegalArgumentException when it is no JSON object
   */
  public JsonNode json() {
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("The manifest " + digest() + " is no JSON", exception);
    }
    throw new IllegalArgumentException("The manifest " + digest() + " is no JSON object");
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package dev.pythonservice.builder.registry;

import java.util.Map;

/** Media types of the OCI image-spec (media-types.md), and Docker's older ones beside them. */
public final class MediaTypes {

  /** An index: a manifest for each platform. */
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** A manifest: a configuration and layers. */
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** The configuration of an image. */
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  /** A layer as tar, compressed with Zstandard. */
  public static final String LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

  /** The two bytes {@code {}}, where the specification wants something and there is nothing. */
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  /** Docker's index. */
  public static final String DOCKER_INDEX =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Docker's manifest. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** All kinds of manifest that are understood, as an {@code Accept} header says it. */
  static final String ACCEPTED = String.join(", ", INDEX, MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST);

  /**
   * Docker's layers, and the same in the OCI image-spec (media-types.md, "Compatibility Matrix").
   */
  private static final Map<String, String> DOCKER_LAYERS =
      Map.of(
          "application/vnd.docker.image.rootfs.diff.tar.gzip",
          "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.docker.image.rootfs.diff.tar.zstd",
          LAYER_ZSTD,
          "application/vnd.docker.image.rootfs.diff.tar",
          "application/vnd.oci.image.layer.v1.tar");

  private MediaTypes() {}

  /** The media type of a layer in an OCI manifest, whose readers need not know Docker's. */
  public static String ofLayer(String mediaType) {
    return DOCKER_LAYERS.getOrDefault(mediaType, mediaType);
  }
}

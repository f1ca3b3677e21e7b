package dev.pythonservice.builder.registry;

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

  private MediaTypes() {}
}

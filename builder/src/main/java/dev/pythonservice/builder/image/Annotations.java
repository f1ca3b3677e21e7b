package dev.pythonservice.builder.image;

/** Names of annotations (OCI image-spec, annotations.md). */
public final class Annotations {

  /** When the image was made, RFC 3339. */
  public static final String CREATED = "org.opencontainers.image.created";

  /** The revision of the source. */
  public static final String REVISION = "org.opencontainers.image.revision";

  /** Where the source is. */
  public static final String SOURCE = "org.opencontainers.image.source";

  /** The version of what is packed. */
  public static final String VERSION = "org.opencontainers.image.version";

  /** The name of what is packed. */
  public static final String TITLE = "org.opencontainers.image.title";

  /** The base image's reference. */
  public static final String BASE_NAME = "org.opencontainers.image.base.name";

  /** The base image's digest. */
  public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

  /** The version of the layer that measures servers and jobs, where an image has it. */
  public static final String MEASURE = "dev.pythonservice.measure";

  /**
   * On an image that a project's tests are run from and that must never serve: the digest of the
   * image that they are about.
   */
  public static final String TESTS_OF = "dev.pythonservice.tests-of";

  /** The lock that an image was built with in place of its source's own. */
  public static final String LOCK = "dev.pythonservice.lock";

  /** What kind of thing a statement says (BuildKit's name for it, which others read). */
  public static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

  private Annotations() {}
}

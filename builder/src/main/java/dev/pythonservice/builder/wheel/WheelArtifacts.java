package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * Built wheels in a registry: an OCI artifact with {@code wheels.json} and a blob for each. A
 * reference is that of the artifact, by tag or digest, without {@code oci://}.
 */
public interface WheelArtifacts extends WheelPlace {

  /**
   * Writes an artifact and names it last of all, so that there is never half of one.
   *
   * @param reference the artifact, by tag
   * @param folder the wheels and {@code wheels.json}
   * @return the digest of its manifest
   */
  Digest push(String reference, List<BuiltWheel> wheels, Path folder);
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;
import java.nio.file.Path;
import java.util.List;

/** Built wheels in a registry: an OCI artifact with {@code wheels.json} and a blob for each. */
public interface WheelArtifacts {

  /**
   * Reads {@code wheels.json} of an artifact.
   *
   * @param reference the artifact, by tag or digest, without {@code oci://}
   * @throws dev.pythonservice.builder.failure.BuildFailure when there is no such artifact, or the
   *     registry refuses
   */
  byte[] list(String reference);

  /**
   * Brings one wheel of an artifact into a folder.
   *
   * @param reference the artifact
   * @param wheel the wheel
   * @param folder a folder that is there
   * @return its file, with the right hash
   */
  Path fetch(String reference, BuiltWheel wheel, Path folder);

  /**
   * Writes an artifact and names it last of all, so that there is never half of one.
   *
   * @param reference the artifact, by tag
   * @param folder the wheels and {@code wheels.json}
   * @return the digest of its manifest
   */
  Digest push(String reference, List<BuiltWheel> wheels, Path folder);
}

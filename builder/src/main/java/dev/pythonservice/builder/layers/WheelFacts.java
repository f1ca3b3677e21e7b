package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.install.NativeFiles;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.registry.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a package once it is installed; kept with its layer, so that a layer that is
 * found again needs no download for an SBOM.
 *
 * @param name its normalised name (PEP 503)
 * @param version its version
 * @param fileName the wheel's file name
 * @param sha256 the wheel's hash
 * @param purl its package URL, such as {@code pkg:pypi/orjson@3.13.0}
 * @param licence an SPDX expression (PEP 639) or, from older packages, whatever they wrote
 * @param declared all that it says of its licence
 * @param files number of files as the wheel brings them, without bytecode
 * @param bytes bytes of these files
 * @param natives its native code
 * @param sboms the SBOMs within the wheel, as they are (PEP 770)
 * @param generator what built the wheel, as its {@code WHEEL} says, such as {@code maturin
 *     (1.9.4)}; absent where it says nothing, or its layer was made before this was kept
 */
public record WheelFacts(
    String name,
    String version,
    String fileName,
    Digest sha256,
    String purl,
    Optional<String> licence,
    DeclaredLicence declared,
    int files,
    long bytes,
    NativeFiles natives,
    List<EmbeddedSbom> sboms,
    Optional<String> generator) {

  public WheelFacts {
    sboms = List.copyOf(sboms);
  }

  /**
   * An SBOM within a wheel.
   *
   * @param name its file name in {@code .dist-info/sboms/}
   * @param content its text, in whatever format; empty when it is too large to be kept
   */
  public record EmbeddedSbom(String name, String content) {}
}

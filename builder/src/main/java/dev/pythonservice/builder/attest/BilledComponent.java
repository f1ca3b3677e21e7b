package dev.pythonservice.builder.attest;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Something that is in an image.
 *
 * @param type what it is
 * @param name its name
 * @param version its version
 * @param packageUrl its package URL (purl-spec)
 * @param sha256 digest of the file it was installed from, in hexadecimal
 * @param licence what it says of its licence; empty when it says nothing
 * @param downloadedFrom where it came from
 * @param embedded the bills that it carries itself (PEP 770), in CycloneDX
 */
public record BilledComponent(
    Type type,
    String name,
    String version,
    String packageUrl,
    Optional<String> sha256,
    String licence,
    Optional<String> downloadedFrom,
    List<JsonNode> embedded) {

  /** What a component is (CycloneDX 1.6, {@code component.type}). */
  public enum Type {
    /** Code that others use. */
    LIBRARY,
    /** The project itself. */
    APPLICATION;

    String fieldValue() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What names it within the bill. */
  String reference() {
    return packageUrl;
  }
}

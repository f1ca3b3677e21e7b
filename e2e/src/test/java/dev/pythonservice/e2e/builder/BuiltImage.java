package dev.pythonservice.e2e.builder;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a build gave.
 *
 * @param reference the image by digest, as the builder printed it
 * @param report the builder's report
 * @param progress what it said meanwhile
 */
record BuiltImage(String reference, JsonNode report, String progress) {

  /** The digest of the image index. */
  String digest() {
    return reference.substring(reference.indexOf('@') + 1);
  }

  /** The digest of a platform's manifest. */
  String digest(String architecture) {
    return report
        .path("platforms")
        .valueStream()
        .filter(platform -> platform.path("platform").asText().endsWith(architecture))
        .map(platform -> platform.path("digest").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("No platform " + architecture));
  }
}

package dev.pythonservice.builder.attest;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A bill that a package brings along (PEP 770, which leaves the format to who writes it). */
public final class EmbeddedBill {

  /** SPDX 2.3, 7.10 and 10.1; CycloneDX 1.6, {@code hash.alg}. */
  private static final Map<String, String> HASHES =
      Map.of(
          "SHA1", "SHA-1", "SHA256", "SHA-256", "SHA384", "SHA-384", "SHA512", "SHA-512", "MD5",
          "MD5");

  private EmbeddedBill() {}

  /**
   * Reads one in the JSON of CycloneDX or of SPDX 2.
   *
   * @return it in the terms of CycloneDX; empty when it is neither
   */
  public static Optional<JsonNode> read(String text) {
    JsonNode bill;
    try {
      bill = JsonMapper.shared().readTree(text);
    } catch (JacksonException exception) {
      return Optional.empty();
    }
    if (bill.path("bomFormat").asString("").equals("CycloneDX")) {
      return Optional.of(bill);
    }
    return bill.path("spdxVersion").asString("").startsWith("SPDX-2.")
        ? Optional.of(ofSpdx(bill))
        : Optional.empty();
  }

  private static JsonNode ofSpdx(JsonNode document) {
    ObjectNode bill = JsonNodeFactory.instance.objectNode();
    ArrayNode components = bill.putArray("components");
    for (JsonNode each : document.path("packages")) {
      ObjectNode component = components.addObject().put("type", "library");
      put(component, "name", each.path("name"));
      put(component, "version", each.path("versionInfo"));
      put(component, "copyright", each.path("copyrightText"));
      for (JsonNode reference : each.path("externalRefs")) {
        if (reference.path("referenceType").asString("").equals("purl")) {
          put(component, "purl", reference.path("referenceLocator"));
        }
      }
      addHashes(component, each.path("checksums"));
      addLicence(component, each);
    }
    return bill;
  }

  private static void addHashes(ObjectNode component, JsonNode checksums) {
    ArrayNode hashes = JsonNodeFactory.instance.arrayNode();
    for (JsonNode checksum : checksums) {
      Optional.ofNullable(HASHES.get(checksum.path("algorithm").asString("")))
          .ifPresent(algorithm ->
              hashes
                  .addObject()
                  .put("alg", algorithm)
                  .put("content", checksum.path("checksumValue").asString("")));
    }
    if (!hashes.isEmpty()) {
      component.set("hashes", hashes);
    }
  }

  /** What its makers concluded, else what it says itself. */
  private static void addLicence(ObjectNode component, JsonNode spdx) {
    for (String field : new String[] {"licenseConcluded", "licenseDeclared"}) {
      if (isSaid(spdx.path(field)) && !component.has("licenses")) {
        component
            .putArray("licenses")
            .addObject()
            .putObject("license")
            .put("name", spdx.path(field).asString());
      }
    }
  }

  private static void put(ObjectNode component, String field, JsonNode value) {
    if (isSaid(value)) {
      component.put(field, value.asString());
    }
  }

  /** SPDX 2.3 has two words for a value that nobody gave. */
  private static boolean isSaid(JsonNode value) {
    String text = value.asString("");
    return !text.isEmpty() && !text.equals("NOASSERTION") && !text.equals("NONE");
  }
}

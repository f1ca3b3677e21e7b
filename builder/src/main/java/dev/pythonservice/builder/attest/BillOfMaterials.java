package dev.pythonservice.builder.attest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The software bill of materials of one platform's image, as CycloneDX 1.6 JSON (ECMA-424). The
 * same image gives the same bytes: its serial number follows from its digest, its time is the
 * image's.
 */
public final class BillOfMaterials {

  /** The media type of CycloneDX in JSON. */
  public static final String MEDIA_TYPE = "application/vnd.cyclonedx+json";

  private static final String SPECIFICATION = "1.6";

  /** What is taken over of a component within a wheel; the rest may not fit this version. */
  private static final List<String> KNOWN_FIELDS =
      List.of(
          "type", "group", "name", "version", "description", "purl", "cpe", "scope", "copyright");

  private final ObjectMapper json = JsonMapper.shared();

  /**
   * Writes the bill of an image.
   *
   * @param subject what it is for
   * @param components what is in it, in the order in which it is listed
   * @return JSON in UTF-8
   */
  public byte[] of(BilledSubject subject, List<BilledComponent> components) {
    ArrayNode list = json.createArrayNode();
    ArrayNode dependencies = json.createArrayNode();
    ObjectNode root = dependencies.addObject().put("ref", subject.reference());
    ArrayNode rootDependsOn = root.putArray("dependsOn");
    for (BilledComponent component : components) {
      rootDependsOn.add(component.reference());
      List<String> within = describe(list.addObject(), component);
      ObjectNode dependency = dependencies.addObject().put("ref", component.reference());
      if (!within.isEmpty()) {
        within.forEach(dependency.putArray("dependsOn")::add);
      }
    }
    ObjectNode bill = json.createObjectNode();
    bill.put("bomFormat", "CycloneDX");
    bill.put("specVersion", SPECIFICATION);
    bill.put("serialNumber", "urn:uuid:" + serialNumber(subject, list));
    bill.put("version", 1);
    bill.set("metadata", metadata(subject));
    bill.set("components", list);
    bill.set("dependencies", dependencies);
    return json.writeValueAsBytes(bill);
  }

  private ObjectNode metadata(BilledSubject subject) {
    ObjectNode metadata = json.createObjectNode();
    metadata
        .putObject("tools")
        .putArray("components")
        .addObject()
        .put("type", "application")
        .put("name", "pythonservice-builder")
        .put("version", subject.builderVersion());
    ObjectNode component =
        metadata
            .putObject("component")
            .put("type", "container")
            .put("bom-ref", subject.reference())
            .put("name", subject.name())
            .put("version", subject.version());
    ArrayNode properties = component.putArray("properties");
    property(properties, "platform", subject.platform());
    property(properties, "base", subject.base());
    return metadata;
  }

  /** CycloneDX 1.6, "properties": a name with the prefix of who defines it. */
  private static void property(ArrayNode properties, String name, String value) {
    properties.addObject().put("name", "pythonservice:" + name).put("value", value);
  }

  private List<String> describe(ObjectNode node, BilledComponent component) {
    node.put("type", component.type().fieldValue());
    node.put("bom-ref", component.reference());
    node.put("name", component.name());
    node.put("version", component.version());
    component
        .sha256()
        .ifPresent(
            hash -> node.putArray("hashes").addObject().put("alg", "SHA-256").put("content", hash));
    licence(node, component.licence());
    node.put("purl", component.packageUrl());
    component
        .downloadedFrom()
        .ifPresent(address ->
            node.putArray("externalReferences")
                .addObject()
                .put("type", "distribution")
                .put("url", address));
    List<String> references = new java.util.ArrayList<>();
    if (!component.embedded().isEmpty()) {
      ArrayNode nested = json.createArrayNode();
      component.embedded().forEach(bill -> nest(nested, references, component, bill));
      if (!nested.isEmpty()) {
        node.set("components", nested);
      }
    }
    return references;
  }

  private static void licence(ObjectNode node, String licence) {
    if (!licence.isEmpty()) {
      // A name, because what packages write is seldom a valid SPDX expression.
      node.putArray("licenses").addObject().putObject("license").put("name", licence);
    }
  }

  /** The components of a bill within a wheel (PEP 770), such as the Rust crates of orjson. */
  private void nest(
      ArrayNode nested, List<String> references, BilledComponent component, JsonNode bill) {
    add(nested, references, component, bill.path("metadata").path("component"));
    addAll(nested, references, component, bill.path("components"));
  }

  /** A component may have others within; here all of them are parts of the package. */
  private void addAll(
      ArrayNode nested, List<String> references, BilledComponent component, JsonNode components) {
    for (JsonNode inner : components) {
      add(nested, references, component, inner);
      addAll(nested, references, component, inner.path("components"));
    }
  }

  private void add(
      ArrayNode nested, List<String> references, BilledComponent component, JsonNode inner) {
    if (!inner.hasNonNull("name") || isTheWheel(component, inner)) {
      return;
    }
    String reference = component.reference() + "#" + references.size();
    ObjectNode node = nested.addObject();
    node.put("type", "library");
    KNOWN_FIELDS.stream()
        .filter(inner::hasNonNull)
        .forEach(field -> node.set(field, inner.get(field)));
    node.put("bom-ref", reference);
    for (String field : List.of("hashes", "licenses")) {
      if (inner.path(field).isArray()) {
        node.set(field, inner.get(field));
      }
    }
    references.add(reference);
  }

  private static boolean isTheWheel(BilledComponent component, JsonNode inner) {
    return inner.path("purl").asString("").startsWith("pkg:pypi/" + component.name() + "@");
  }

  /** A name-based UUID, so that the same content has the same one. */
  private UUID serialNumber(BilledSubject subject, ArrayNode components) {
    String content = subject.toString() + json.writeValueAsString(components);
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a bill is for.
   *
   * @param name the project
   * @param version its version
   * @param platform such as {@code linux/arm64}
   * @param base the base image's manifest by digest
   * @param builderVersion version of this program
   */
  public record BilledSubject(
      String name, String version, String platform, String base, String builderVersion) {

    /** What names it within the bill. */
    String reference() {
      return "%s@%s (%s)".formatted(name, version, platform);
    }
  }
}

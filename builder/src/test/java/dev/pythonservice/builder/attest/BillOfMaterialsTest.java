package dev.pythonservice.builder.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.BillOfMaterials.BilledSubject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A bill of materials")
final class BillOfMaterialsTest {

  private static final BilledSubject IMAGE = subject("1.4.0");

  private static final String CRATES =
      """
      {"bomFormat": "CycloneDX", "specVersion": "1.5",
       "metadata": {"component": {"type": "library", "bom-ref": "r", "name": "orjson",
                                  "version": "3.13.0", "purl": "pkg:pypi/orjson@3.13.0"}},
       "components": [
         {"type": "library", "bom-ref": "x", "name": "serde", "version": "1.0.219", "purl": "pkg:cargo/serde@1.0.219",
          "licenses": [{"expression": "MIT OR Apache-2.0"}], "evidence": {"unknown": true}},
         {"type": "library", "bom-ref": "y", "name": "ryu", "version": "1.0.20"}]}
      """;

  private final BillOfMaterials bills = new BillOfMaterials();

  @Test
  @DisplayName("keeps to the schema of CycloneDX 1.6")
  void isValid() throws IOException {
    byte[] bill = bills.of(IMAGE, List.of(orjson(), system()));

    assertThat(new JsonParser().validate(bill, Version.VERSION_16)).isEmpty();
  }

  @Test
  @DisplayName("lists the crates within a wheel as parts of its package, without the wheel itself")
  void nestsEmbeddedBills() {
    JsonNode bill = read(bills.of(IMAGE, List.of(orjson())));

    JsonNode orjson = bill.path("components").get(0);
    assertThat(orjson.path("components").findValuesAsString("name"))
        .containsExactly("serde", "ryu");
    assertThat(orjson.path("components").get(0).has("evidence")).isFalse();
    assertThat(bill.path("dependencies").get(1).path("dependsOn")).hasSize(2);
  }

  @Test
  @DisplayName("lists what is within the components of an embedded bill, too")
  void flattensNestedComponents() {
    String nested =
        CRATES.replace("\"1.0.20\"}", "\"1.0.20\", \"components\": [{\"name\": \"inner\"}]}");

    JsonNode bill = read(bills.of(IMAGE, List.of(orjson(nested))));

    assertThat(bill.path("components").get(0).path("components").findValuesAsString("name"))
        .containsExactly("serde", "ryu", "inner");
  }

  @Test
  @DisplayName("lists the packages of an embedded bill in SPDX, and keeps to the schema")
  void readsSpdx() throws IOException {
    String spdx =
        """
        {"spdxVersion": "SPDX-2.3", "name": "libs", "packages": [
          {"name": "zlib", "versionInfo": "1.3.1", "licenseConcluded": "NOASSERTION", "licenseDeclared": "Zlib",
           "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                             "referenceLocator": "pkg:generic/zlib@1.3.1"}],
           "checksums": [{"algorithm": "SHA256", "checksumValue": "%s"}, {"algorithm": "ODD", "checksumValue": "1"}]},
          {"name": "bare", "copyrightText": "NONE"}]}
        """
            .formatted("a".repeat(64));

    byte[] bill = bills.of(IMAGE, List.of(orjson(spdx)));

    JsonNode within = read(bill).path("components").get(0).path("components");
    assertThat(within.findValuesAsString("name")).contains("zlib", "bare");
    assertThat(within.get(0).path("purl").asString()).isEqualTo("pkg:generic/zlib@1.3.1");
    assertThat(within.get(0).path("licenses").get(0).path("license").path("name").asString())
        .isEqualTo("Zlib");
    assertThat(within.get(0).path("hashes")).hasSize(1);
    assertThat(within.get(1).has("copyright")).isFalse();
    assertThat(new JsonParser().validate(bill, Version.VERSION_16)).isEmpty();
  }

  @ParameterizedTest(name = "knows that it cannot read an embedded bill such as {0}")
  @ValueSource(
      strings = {"", "{", "[]", "{}", "<bom/>", "SPDXVersion: SPDX-2.3", "{\"@graph\": []}"})
  void knowsItsLimits(String text) {
    assertThat(EmbeddedBill.read(text)).isEmpty();
  }

  @Test
  @DisplayName("has the same bytes for the same content, and another serial number for another one")
  void isReproducible() {
    byte[] once = bills.of(IMAGE, List.of(orjson(), system()));
    byte[] again = bills.of(IMAGE, List.of(orjson(), system()));

    assertThat(once).isEqualTo(again);
    assertThat(serialNumber(bills.of(IMAGE, List.of(orjson())))).isNotEqualTo(serialNumber(once));
    assertThat(serialNumber(bills.of(subject("1.5.0"), List.of(orjson(), system()))))
        .isNotEqualTo(serialNumber(once));
  }

  private static BilledSubject subject(String version) {
    return new BilledSubject(
        "orders",
        version,
        "linux/arm64",
        "registry.example/base/python@sha256:" + "a".repeat(64),
        "0.1.0");
  }

  private static String serialNumber(byte[] bill) {
    return read(bill).path("serialNumber").asString();
  }

  private static BilledComponent orjson() {
    return orjson(CRATES);
  }

  private static BilledComponent orjson(String embedded) {
    return new BilledComponent(
        BilledComponent.Type.LIBRARY,
        "orjson",
        "3.13.0",
        "pkg:pypi/orjson@3.13.0",
        Optional.of("c".repeat(64)),
        "MPL-2.0 AND (Apache-2.0 OR MIT)",
        Optional.of("https://files.example/orjson-3.13.0-cp313-cp313-manylinux_2_17_aarch64.whl"),
        List.of(EmbeddedBill.read(embedded).orElseThrow()));
  }

  private static BilledComponent system() {
    return new BilledComponent(
        BilledComponent.Type.LIBRARY,
        "libc6",
        "2.41-12",
        "pkg:deb/debian/libc6@2.41-12?arch=arm64&distro=debian-13",
        Optional.empty(),
        "",
        Optional.empty(),
        List.of());
  }

  private static JsonNode read(byte[] json) {
    return JsonMapper.shared().readTree(json);
  }
}

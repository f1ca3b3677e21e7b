package dev.pythonservice.schema.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The compatibility check")
class CompatibilityCheckTest {

  private static final String BAKERY =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: bakeries.example.dev}
      spec:
        group: example.dev
        names: {kind: Bakery, plural: bakeries, shortNames: [bk], categories: [food]}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.ovens, statusReplicasPath: .status.ovens}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  required: [ovens]
                  properties:
                    ovens: {type: integer, format: int32, minimum: 1, maximum: 9}
                    flour: {type: string, enum: [Rye, Wheat], maxLength: 10, minLength: 2}
                    sign: {type: string, pattern: "^[a-z]+$", nullable: true}
                    weight: {x-kubernetes-int-or-string: true}
                    extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    prices: {type: object, additionalProperties: {type: integer}}
                    breads:
                      type: array
                      maxItems: 5
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [name]
                      items:
                        type: object
                        required: [name]
                        properties: {name: {type: string}, grams: {type: integer}}
                  x-kubernetes-validations:
                  - {rule: self.ovens != 7, message: not seven ovens}
      """;

  @ParameterizedTest(name = "accepts that {0}")
  @MethodSource
  void accepts(String sentence, String before, String after) {
    assertThat(breaks(before, after)).isEmpty();
  }

  static List<Arguments> accepts() {
    return List.of(
        Arguments.of("nothing changes", "scope: Namespaced", "scope: Namespaced"),
        Arguments.of(
            "an optional field comes",
            "properties: {name: {type: string}, ",
            "properties: {name: {type: string}, crust: {type: string}, "),
        Arguments.of("a required field becomes optional", "required: [ovens]", "required: []"),
        Arguments.of("an enumeration gets a value", "[Rye, Wheat]", "[Rye, Spelt, Wheat]"),
        Arguments.of("an enumeration becomes free", "enum: [Rye, Wheat], ", ""),
        Arguments.of("a minimum falls", "minimum: 1", "minimum: 0"),
        Arguments.of("a maximum rises", "maximum: 9", "maximum: 90"),
        Arguments.of("a bound goes away", "maxLength: 10, ", ""),
        Arguments.of("a list may be longer", "maxItems: 5", "maxItems: 50"),
        Arguments.of("a pattern goes away", "pattern: \"^[a-z]+$\", ", ""),
        Arguments.of(
            "a rule goes away",
            "x-kubernetes-validations:\n"
                + "            - {rule: self.ovens != 7, message: not seven ovens}",
            "x-kubernetes-validations: []"),
        Arguments.of(
            "a rule gets another message", "not seven ovens", "seven ovens bring bad luck"),
        Arguments.of(
            "a new field has bounds",
            "grams: {type: integer}",
            "grams: {type: integer}, form: {type: string, enum: [Loaf], maxLength: 9}"),
        Arguments.of("a number becomes wider", "format: int32", "format: int64"),
        Arguments.of("a short name comes", "shortNames: [bk]", "shortNames: [bk, bake]"));
  }

  @ParameterizedTest(name = "refuses that {0}")
  @MethodSource
  void refuses(String sentence, String before, String after, String expected) {
    assertThat(breaks(before, after))
        .extracting(Break::toString)
        .anyMatch(text -> text.startsWith(expected));
  }

  static List<Arguments> refuses() {
    return List.of(
        Arguments.of(
            "the group changes",
            "group: example.dev",
            "group: example.org",
            "Bakery: its group changed from 'example.dev' to 'example.org'"),
        Arguments.of(
            "the scope changes",
            "scope: Namespaced",
            "scope: Cluster",
            "Bakery: its scope changed"),
        Arguments.of(
            "the kind changes", "kind: Bakery,", "kind: Baker,", "Bakery: its kind changed"),
        Arguments.of(
            "a short name goes away",
            "shortNames: [bk]",
            "shortNames: []",
            "Bakery: the short name 'bk' is gone"),
        Arguments.of(
            "a category goes away",
            "categories: [food]",
            "categories: []",
            "Bakery: it left the category 'food'"),
        Arguments.of(
            "a version goes away", "- name: v1", "- name: v2", "Bakery v1: the version is gone"),
        Arguments.of(
            "a version is no longer served",
            "served: true",
            "served: false",
            "Bakery v1: the version is no longer served"),
        Arguments.of(
            "another version is stored",
            "storage: true",
            "storage: false",
            "Bakery v1: objects are stored in another version"),
        Arguments.of(
            "the status is no longer a subresource",
            "status: {}",
            "",
            "Bakery v1: the subresource status is gone"),
        Arguments.of(
            "the path of the scale changes",
            "specReplicasPath: .spec.ovens",
            "specReplicasPath: .spec.replicas",
            "Bakery v1: the subresource scale changed"),
        Arguments.of(
            "a field goes away",
            "grams: {type: integer}",
            "",
            "Bakery v1 .spec.breads[].grams: the field is gone, and its content is dropped"),
        Arguments.of(
            "a field changes its type",
            "grams: {type: integer}",
            "grams: {type: string}",
            "Bakery v1 .spec.breads[].grams: its type changed from integer to string"),
        Arguments.of(
            "a number becomes narrower in format",
            "grams: {type: integer}",
            "grams: {type: integer, format: int32}",
            "Bakery v1 .spec.breads[].grams: its format changed from null to int32"),
        Arguments.of(
            "an optional field becomes required",
            "required: [name]",
            "required: [name, grams]",
            "Bakery v1 .spec.breads[].grams: it became required"),
        Arguments.of(
            "a new field is required",
            "required: [name]\n                  properties: {",
            "required: [name, crust]\n                  properties: {crust: {type: string}, ",
            "Bakery v1 .spec.breads[].crust: it became required"),
        Arguments.of(
            "an enumeration loses a value",
            "[Rye, Wheat]",
            "[Rye]",
            "Bakery v1 .spec.flour: the value \"Wheat\" is gone"),
        Arguments.of(
            "a free string becomes an enumeration",
            "name: {type: string}",
            "name: {type: string, enum: [Bun]}",
            "Bakery v1 .spec.breads[].name: it became an enumeration"),
        Arguments.of(
            "a minimum rises",
            "minimum: 1",
            "minimum: 2",
            "Bakery v1 .spec.ovens: its minimum went from 1"),
        Arguments.of(
            "a maximum falls",
            "maximum: 9",
            "maximum: 8",
            "Bakery v1 .spec.ovens: its maximum went from 9"),
        Arguments.of(
            "a bound comes",
            "grams: {type: integer}",
            "grams: {type: integer, maximum: 5}",
            "Bakery v1 .spec.breads[].grams: its maximum went from none to 5"),
        Arguments.of(
            "a string may be less long",
            "maxLength: 10",
            "maxLength: 9",
            "Bakery v1 .spec.flour: its maxLength went from 10 to 9"),
        Arguments.of(
            "a string must be longer",
            "minLength: 2",
            "minLength: 3",
            "Bakery v1 .spec.flour: its minLength went from 2 to 3"),
        Arguments.of(
            "a list may be less long",
            "maxItems: 5",
            "maxItems: 4",
            "Bakery v1 .spec.breads: its maxItems went from 5 to 4"),
        Arguments.of(
            "a pattern changes",
            "^[a-z]+$",
            "^[a-c]+$",
            "Bakery v1 .spec.sign: its pattern changed from ^[a-z]+$ to ^[a-c]+$"),
        Arguments.of(
            "a field no longer takes null",
            "nullable: true",
            "nullable: false",
            "Bakery v1 .spec.sign: it is no longer nullable"),
        Arguments.of(
            "a quantity becomes a number",
            "x-kubernetes-int-or-string: true",
            "type: integer",
            "Bakery v1 .spec.weight: it is no longer x-kubernetes-int-or-string"),
        Arguments.of(
            "unknown fields are dropped",
            "x-kubernetes-preserve-unknown-fields: true",
            "x-kubernetes-preserve-unknown-fields: false",
            "Bakery v1 .spec.extra: it is no longer x-kubernetes-preserve-unknown-fields"),
        Arguments.of(
            "the values of a map change",
            "additionalProperties: {type: integer}",
            "additionalProperties: {type: string}",
            "Bakery v1 .spec.prices{}: its type changed"),
        Arguments.of(
            "a list merges otherwise",
            "x-kubernetes-list-type: map",
            "x-kubernetes-list-type: atomic",
            "Bakery v1 .spec.breads: its x-kubernetes-list-type changed from map to atomic"),
        Arguments.of(
            "a list merges by another key",
            "list-map-keys: [name]",
            "list-map-keys: [grams]",
            "Bakery v1 .spec.breads: its x-kubernetes-list-map-keys changed"),
        Arguments.of(
            "a default comes",
            "grams: {type: integer}",
            "grams: {type: integer, default: 500}",
            "Bakery v1 .spec.breads[].grams: its default changed from null to 500"),
        Arguments.of(
            "a rule comes",
            "{rule: self.ovens != 7,",
            "{rule: self.ovens < 5,",
            "Bakery v1 .spec: the rule 'self.ovens < 5' is new here"));
  }

  private static List<Break> breaks(String before, String after) {
    assertThat(BAKERY).contains(before);
    return CompatibilityCheck.between(parse(BAKERY), parse(BAKERY.replace(before, after)));
  }

  private static CustomResourceDefinition parse(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
  }
}

package dev.pythonservice.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the charts without Helm. */
class ChartsTest {

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> aCopyIsWhatItWasCopiedFrom() throws IOException {
    return Drift.tests(CHECKOUT, new InstallationFiles(CHECKOUT).copied());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pythonservice-crds", "pythonservice-operator"})
  void everyValueHasADescriptionAndADefault(String chart) throws IOException {
    assertThat(ValuesTable.of(CHECKOUT.resolve("charts").resolve(chart)).rows())
        .allSatisfy(row -> {
          assertThat(row.description()).as(row.path()).isNotEmpty().endsWith(".");
          assertThat(row.usual()).as(row.path()).isNotEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"pythonservice-crds", "pythonservice-operator"})
  void everyDefaultIsDescribed(String chart) throws IOException {
    Path folder = CHECKOUT.resolve("charts").resolve(chart);
    List<String> described =
        ValuesTable.of(folder).rows().stream().map(ValuesTable.Row::path).toList();
    JsonNode values = yaml(folder.resolve("values.yaml"));

    TreeSet<String> unknown = new TreeSet<>();
    collect("", values, described, unknown);

    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pythonservice-crds", "pythonservice-operator"})
  void theVersionIsThatOfTheProject(String chart) throws IOException {
    JsonNode metadata = yaml(CHECKOUT.resolve("charts").resolve(chart).resolve("Chart.yaml"));

    String version = projectVersion();

    assertThat(metadata.path("version").asText()).isEqualTo(version);
    assertThat(metadata.path("appVersion").asText()).isEqualTo(version);
  }

  @Test
  void aReadmeWithoutAPlaceForTheTableIsRefused() {
    ValuesTable table = new ValuesTable(List.of(new ValuesTable.Row("a", "An a.", "1")));

    assertThat(table.markdown())
        .isEqualTo("| value | what it says | default |\n|---|---|---|\n| `a` | An a. | `1` |\n");
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> table.within("# A chart\n"))
        .withMessageContaining("needs the lines");
  }

  private static void collect(
      String prefix, JsonNode values, List<String> described, TreeSet<String> unknown) {
    values
        .properties()
        .forEach(value -> {
          String path = prefix + value.getKey();
          if (described.contains(path)) {
            return;
          }
          if (value.getValue().isObject() && !value.getValue().isEmpty()) {
            collect(path + ".", value.getValue(), described, unknown);
          } else {
            unknown.add(path);
          }
        });
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), JsonNode.class);
  }

  /** The first version in the parent's file: the property of no dependency comes before it. */
  private static String projectVersion() throws IOException {
    String text = Files.readString(CHECKOUT.resolve("pom.xml"));
    int start = text.indexOf("<version>") + "<version>".length();
    return text.substring(start, text.indexOf("</version>", start));
  }
}

package dev.pythonservice.schema.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The API")
class LastReleaseTest {

  private static final Path CRDS = Path.of("");

  @Test
  @DisplayName("keeps what the last release promised, except for what was accepted with a reason")
  void isCompatible() {
    // given
    Releases releases = new Releases(CRDS.toAbsolutePath());
    List<CustomResourceDefinition> current = releases.current();

    // when
    List<Break> breaks =
        releases.last().stream().flatMap(former -> breaksOf(former, current)).toList();

    // then
    assertThat(
            AcceptedBreaks.read(CRDS.resolve("released/accepted-breaks.txt")).problemsWith(breaks))
        .isEmpty();
  }

  @Test
  @DisplayName("is compared with the last release by the order of versions, not of letters")
  void findsLastRelease(@TempDir Path folder) throws IOException {
    // given
    for (String version : List.of("0.9.0", "0.10.0", "0.2.1")) {
      Path release = Files.createDirectories(folder.resolve("released").resolve(version));
      Files.writeString(
          release.resolve("a.yaml"),
          "kind: CustomResourceDefinition\nmetadata: {name: of-" + version + "}");
    }

    // then
    assertThat(new Releases(folder).last())
        .extracting(definition -> definition.getMetadata().getName())
        .containsExactly("of-0.10.0");
  }

  @Test
  @DisplayName("may not be said to break where it does not")
  void refusesUnusedAcceptance() {
    AcceptedBreaks accepted = new AcceptedBreaks(Map.of("Bakery v1 .spec.ovens", "nobody uses it"));

    assertThat(accepted.problemsWith(List.of()))
        .containsExactly(
            "Bakery v1 .spec.ovens: accepted-breaks.txt accepts a break that is not there; remove"
                + " the line");
  }

  @Test
  @DisplayName("may break only for a reason")
  void refusesAcceptanceWithoutReason(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("accepted-breaks.txt"), "Bakery v1 .spec.ovens\n");

    assertThatThrownBy(() -> AcceptedBreaks.read(file))
        .hasMessage("accepted-breaks.txt has a line without 'because': Bakery v1 .spec.ovens");
  }

  private static Stream<Break> breaksOf(
      CustomResourceDefinition former, List<CustomResourceDefinition> current) {
    Optional<CustomResourceDefinition> successor =
        current.stream()
            .filter(definition ->
                definition.getMetadata().getName().equals(former.getMetadata().getName()))
            .findFirst();
    return successor
        .map(definition -> CompatibilityCheck.between(former, definition).stream())
        .orElseGet(() ->
            Stream.of(
                new Break(
                    former.getSpec().getNames().getKind(),
                    "the kind is gone, and with it every stored object; keep it")));
  }
}

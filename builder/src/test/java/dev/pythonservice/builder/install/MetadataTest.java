package dev.pythonservice.builder.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetadataTest {

  @ParameterizedTest(name = "{0} and {1} are the same version: {2}")
  @CsvSource({
    "1.0, 1.0, true",
    "1.0, 1.0.0, true",
    "1, 1.0, true",
    "v1.2, 1.2, true",
    "1.0a1, 1.0.alpha1, true",
    "1.0-beta.2, 1.0b2, true",
    "1.0c1, 1.0rc1, true",
    "1.0-1, 1.0.post1, true",
    "1.0.rev3, 1.0.post3, true",
    "1.0dev, 1.0.dev0, true",
    "2024.01.02, 2024.1.2, true",
    "0!1.0, 1.0, true",
    "1.0+Ubuntu-1, 1.0+ubuntu.1, true",
    "1.0.0rc1, 1.0rc1, true",
    "1.0, 1.1, false",
    "1.0, 10, false",
    "1.0, 1.0.post1, false",
    "1.0rc1, 1.0, false",
    "1.0+a, 1.0, false",
    "1!1.0, 1.0, false",
    "0, 0.0, true",
    "100, 1, false"
  })
  void comparesVersionsAsPep440Does(String one, String other, boolean same) {
    assertThat(Metadata.sameVersion(one, other)).isEqualTo(same);
  }

  @Test
  void readsTheHeaderWithContinuedLinesAndNothingOfTheDescription() {
    Metadata metadata =
        Metadata.parse(
            """
            Name: Bakery
            License: A long
              text
            Classifier: A
            Classifier: B

            Name: not this
            """);

    assertThat(metadata.all("name")).containsExactly("Bakery");
    assertThat(metadata.first("License")).contains("A long\ntext");
    assertThat(metadata.all("classifier")).isEqualTo(List.of("A", "B"));
  }
}

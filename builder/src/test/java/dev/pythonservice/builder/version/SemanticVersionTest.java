package dev.pythonservice.builder.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The version of a crate")
final class SemanticVersionTest {

  /** Semantic Versioning 2.0.0, 11, with what is around it. */
  private static final List<String> ORDERED =
      List.of(
          "0.0.0-0",
          "0.1.40",
          "0.2.0",
          "0.2.9",
          "0.2.10",
          "1.0.0-1",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0",
          "1.0.1",
          "2.0.0");

  @Test
  @DisplayName("is ordered as Semantic Versioning says")
  void isOrdered() {
    for (int one = 0; one < ORDERED.size(); one++) {
      for (int other = 0; other < ORDERED.size(); other++) {
        assertThat(Integer.signum(version(ORDERED.get(one)).compareTo(version(ORDERED.get(other)))))
            .as("%s and %s", ORDERED.get(one), ORDERED.get(other))
            .isEqualTo(Integer.compare(one, other));
      }
    }
  }

  @Test
  @DisplayName("is neither newer nor older for what follows the plus")
  void buildsAreTheSame() {
    assertThat(version("1.0.0+a").compareTo(version("1.0.0+b"))).isZero();
  }

  private static SemanticVersion version(String text) {
    return SemanticVersion.of(text).orElseThrow();
  }
}

package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The proof that Ruff finds what Flake8 finds")
final class LintProofTest {

  private final RuffRules rules = RuffRules.known();

  @Test
  @DisplayName(
      "takes a rule by another name for the same, and what isort and pyupgrade find for more")
  void findsTheSame() {
    assertThat(
            LintProof.compare(
                Map.of("F401", 2L, "B950", 1L, "E501", 1L),
                Map.of("F401", 2L, "E501", 2L, "I001", 3L, "UP006", 1L),
                rules))
        .isEmpty();
  }

  @Test
  @DisplayName("names what one of them does not find, or less often")
  void namesDifferences() {
    assertThat(
            LintProof.compare(
                Map.of("F401", 2L, "W503", 1L, "D103", 1L), Map.of("F401", 1L, "S101", 1L), rules))
        .extracting(Note::toString)
        .containsExactly(
            "findings: D103: 1 by Flake8, 0 by Ruff: see 'ruff rule D103' for what Ruff takes it to"
                + " be",
            "findings: F401: 2 by Flake8, 1 by Ruff: see what 'ruff check --select F401' shows",
            "findings: S101: 0 by Flake8, 1 by Ruff: see what 'ruff check --select S101' shows",
            "findings: W503: 1 by Flake8, 0 by Ruff: Ruff does not check it, or in its preview"
                + " only");
  }
}

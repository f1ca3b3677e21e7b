package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.adopt.ChangeProof.Changer;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What Ruff and the tool before it would change")
final class ChangeProofTest {

  @Test
  @DisplayName("is nothing to speak of where it is the same files")
  void same() {
    assertThat(ChangeProof.compare(Changer.BLACK, Set.of("a.py", "b.py"), Set.of("b.py", "a.py")))
        .isEmpty();
  }

  @Test
  @DisplayName("is told of each file that only one of them would change, with what to look at")
  void different() {
    assertThat(
            ChangeProof.compare(
                Changer.ISORT, Set.of("a.py", "both.py"), Set.of("both.py", "c.py")))
        .extracting(Note::toString)
        .containsExactly(
            "a.py: isort would change it, and 'ruff check --select I' would not: see what isort"
                + " does there, once more after the move",
            "c.py: 'ruff check --select I' would change it, and isort would not: 'ruff check"
                + " --select I --diff c.py' shows what");
  }
}

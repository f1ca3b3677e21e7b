package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.Toml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The proof that a new lock is the old one")
final class ProofTest {

  @Test
  @DisplayName("finds no difference where every package has its version, the project aside")
  void findsNone() {
    NewLock made =
        NewLock.of(
            """
            [[package]]
            name = "idna"
            version = "3.7"
            source = { registry = "https://index.example/simple" }

            [[package]]
            name = "tickets"
            version = "1.0.0"
            source = { virtual = "." }
            """,
            new Toml());

    Proof proof = Proof.of(old(OldTool.POETRY, new Pin("idna", "3.7", "")), made, Map.of());

    assertThat(proof.differences()).isEmpty();
    assertThat(proof.notes()).isEmpty();
  }

  @Test
  @DisplayName("names each package that is changed, gone or new, with a remedy")
  void namesDifferences() {
    Proof proof =
        Proof.of(
            old(OldTool.POETRY, new Pin("idna", "3.7", ""), new Pin("six", "1.16.0", "")),
            made(Map.of("idna", Set.of("3.10"), "click", Set.of("8.1"))),
            Map.of());

    assertThat(proof.differences())
        .extracting(Difference::toString)
        .containsExactly(
            "click: none before, 8.1 now; 'uv tree --invert --package click' says what requires it",
            "idna: 3.7 before, 3.10 now; 'uv add idna==3.7' asks for the old one, or says why it"
                + " cannot be had",
            "six: 1.16.0 before, none now; nothing in pyproject.toml requires it any longer; where"
                + " the project imports it, 'uv add six==1.16.0' keeps it");
  }

  @Test
  @DisplayName("wants both versions of a package that the old lock has twice")
  void wantsBothVersions() {
    OldLock old =
        old(
            OldTool.POETRY,
            new Pin("numpy", "2.0.2", "python_version < '3.10'"),
            new Pin("numpy", "2.1.0", "python_version >= '3.10'"));

    assertThat(Proof.of(old, made(Map.of("numpy", Set.of("2.0.2", "2.1.0"))), Map.of()))
        .extracting(Proof::differences)
        .isEqualTo(List.of());
    assertThat(Proof.of(old, made(Map.of("numpy", Set.of("2.1.0"))), Map.of()).differences())
        .hasSize(1);
  }

  @Test
  @DisplayName("lets a lock of one machine lack what only other machines need, and says so")
  void letsOthersNeedMore() {
    OldLock old = old(OldTool.PIP_TOOLS, new Pin("click", "8.1", ""));
    NewLock made = made(Map.of("click", Set.of("8.1"), "colorama", Set.of("0.4.6")));

    Proof conditional = Proof.of(old, made, Map.of("colorama", "sys_platform == 'win32'"));
    Proof everywhere = Proof.of(old, made, Map.of());

    assertThat(conditional.differences()).isEmpty();
    assertThat(conditional.notes())
        .singleElement()
        .extracting(Note::toString)
        .asString()
        .startsWith("uv.lock: colorama 0.4.6: only where sys_platform == 'win32'");
    assertThat(everywhere.differences()).extracting(Difference::name).containsExactly("colorama");
  }

  @Test
  @DisplayName("lets no lock of all platforms lack anything")
  void letsNoUniversalLockLackAnything() {
    Proof proof =
        Proof.of(
            old(OldTool.PDM),
            made(Map.of("colorama", Set.of("0.4.6"))),
            Map.of("colorama", "sys_platform == 'win32'"));

    assertThat(proof.differences()).hasSize(1);
  }

  @Test
  @DisplayName("misses what came from a folder or git and does not any longer")
  void missesWhatCameFromElsewhere() {
    OldLock old =
        new OldLock(
            OldTool.PIP_TOOLS, List.of("requirements.txt"), "", Set.of(), Map.of("lib", "./lib"));

    Proof gone = Proof.of(old, made(Map.of()), Map.of());
    Proof kept = Proof.of(old, new NewLock(Map.of(), Set.of("lib"), Set.of()), Map.of());

    assertThat(gone.differences()).extracting(Difference::name).containsExactly("lib");
    assertThat(kept.differences()).isEmpty();
    assertThat(kept.notes()).hasSize(1);
  }

  private static OldLock old(OldTool tool, Pin... pins) {
    return new OldLock(tool, List.of("old.lock"), "", Set.of(pins), Map.of());
  }

  private static NewLock made(Map<String, Set<String>> versions) {
    return new NewLock(versions, Set.of(), Set.of());
  }
}

package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.operator.plan.PreviewOutcome.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tally of a version that a platform tries")
final class PreviewTallyTest {

  private static final CheckerVersion RUFF = new CheckerVersion(Checker.Ruff, "0.17.7");
  private static final CheckerVersion TY = new CheckerVersion(Checker.Ty, "0.0.106");

  @Test
  @DisplayName(
      "counts services by what would become of them, and names those that would be stopped")
  void counts() {
    List<PreviewState> states =
        PreviewTally.of(
            List.of(RUFF, TY),
            Map.of(
                "shop/stock", List.of(outcome(RUFF, State.FAILED)),
                "shop/orders", List.of(outcome(RUFF, State.FAILED), outcome(TY, State.PENDING)),
                "shop/mail", List.of(outcome(RUFF, State.PASSED)),
                "shop/jobs", List.of(PreviewOutcome.error(RUFF, "no answer")),
                "shop/none", List.of()));

    assertThat(states)
        .containsExactly(
            new PreviewState(
                Checker.Ruff,
                "0.17.7",
                4,
                2,
                1,
                0,
                List.of("shop/orders", "shop/stock"),
                "shop/jobs: no answer"),
            new PreviewState(Checker.Ty, "0.0.106", 0, 0, 0, 1, List.of(), null));
  }

  @Test
  @DisplayName("names the first twenty, and counts all")
  void isBounded() {
    Map<String, List<PreviewOutcome>> services = new TreeMap<>();
    for (int number = 0; number < 30; number++) {
      services.put("shop/s%02d".formatted(number), List.of(outcome(RUFF, State.FAILED)));
    }

    PreviewState state = PreviewTally.of(List.of(RUFF), services).getFirst();

    assertThat(state.failing()).isEqualTo(30);
    assertThat(state.failingServices()).hasSize(20).startsWith("shop/s00").endsWith("shop/s19");
  }

  @Test
  @DisplayName("is told once, when all services were looked at")
  void isTold() {
    List<PreviewState> half = List.of(state(1, 1));
    List<PreviewState> all = List.of(state(2, 0));

    assertThat(PreviewTally.news(List.of(), half)).isEmpty();
    assertThat(PreviewTally.news(half, all))
        .singleElement()
        .satisfies(told -> assertThat(told.reason()).isEqualTo("CheckerPreviewed"))
        .satisfies(told ->
            assertThat(told.message())
                .isEqualTo(
                    "Ruff 0.17.7 has looked at 2 services: 1 would be stopped (shop/orders); at 0"
                        + " it could not look"));
    assertThat(PreviewTally.news(all, all)).isEmpty();
  }

  @Test
  @DisplayName("stays as it was told as long as nobody knows better, but not of another version")
  void isStillTrue() {
    assertThat(PreviewTally.stillTrue(List.of(state(2, 0)), List.of(RUFF))).hasSize(1);
    assertThat(
            PreviewTally.stillTrue(
                List.of(state(2, 0)), List.of(new CheckerVersion(Checker.Ruff, "0.17.8"))))
        .isEmpty();
  }

  private static PreviewState state(int looked, int pending) {
    return new PreviewState(
        Checker.Ruff, "0.17.7", looked, 1, 0, pending, List.of("shop/orders"), null);
  }

  private static PreviewOutcome outcome(CheckerVersion version, State state) {
    return new PreviewOutcome(version, state, Optional.empty());
  }
}

package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Performance;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The performance of a release")
final class PerformanceDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

  private static final String BEFORE =
      """
      performance:
        current: {build: orders-1, requests: 5000, latencyMicroseconds: {p50: 2000, p95: 80000, p99: 90000},
          errorsPerMillion: 0, cpuMicrosecondsPerRequest: 400, memoryBytesPerReplica: 104857600,
          measuredAt: "2026-11-26T08:00:00Z"}
      """;

  private static final String TOLD =
      """
      conditions:
      - {type: Performance, status: "False", reason: Regression, message: "", lastTransitionTime: "2026-11-27T07:00:00Z"}
      """;

  static Stream<Arguments> judgements() {
    return Stream.of(
        arguments(
            "without a release before keeps nothing but its objectives",
            "",
            "",
            figures(5000, 80_000, 0),
            Status.True,
            "AsExpected",
            "There is no release before to compare with"),
        arguments(
            "like the one before is as expected",
            "",
            BEFORE,
            figures(5000, 86_000, 0),
            Status.True,
            "AsExpected",
            "No figure is more than 10 % worse than with orders-1"),
        arguments(
            "of too few requests is not judged",
            "",
            BEFORE,
            figures(199, 800_000, 0),
            Status.Unknown,
            "TooFewRequests",
            "fewer than 200 requests"),
        arguments(
            "slower than before is a regression, with the ratio and the way back",
            "",
            BEFORE,
            figures(5000, 170_000, 0),
            Status.False,
            "Regression",
            "In comparison with orders-1: p95 is 170 ms, 2.1 times as much as before (80 ms); going"
                + " back takes seconds with spec.rollback.build"),
        arguments(
            "slower by what the service allows is as expected",
            "objectives: {regressionPercent: 150}",
            BEFORE,
            figures(5000, 170_000, 0),
            Status.True,
            "AsExpected",
            "more than 150 %"),
        arguments(
            "with a few errors more is as expected",
            "",
            BEFORE,
            figures(5000, 80_000, 900),
            Status.True,
            "AsExpected",
            ""),
        arguments(
            "with many errors where there were none is a regression",
            "",
            BEFORE,
            figures(5000, 80_000, 20_000),
            Status.False,
            "Regression",
            "errors is 20000 per million, and was 0 per million"),
        arguments(
            "that misses an objective says by how much, whatever was before",
            "objectives: {latencyMilliseconds: {p95: 50}}",
            BEFORE,
            figures(5000, 80_000, 0),
            Status.False,
            "ObjectiveMissed",
            "p95 is 80 ms, and should be at most 50 ms"),
        arguments(
            "that was told to be worse stays so until half of it is gone",
            "",
            BEFORE + TOLD,
            figures(5000, 86_000, 0),
            Status.False,
            "Regression",
            "p95 is 86 ms, 1.1 times as much as before"),
        arguments(
            "that was told to be worse is as expected when most of it is gone",
            "",
            BEFORE + TOLD,
            figures(5000, 83_000, 0),
            Status.True,
            "AsExpected",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("judgements")
  @DisplayName("is judged:")
  void isJudged(
      String sentence,
      String spec,
      String status,
      ReleaseFigures figures,
      Status judgement,
      String reason,
      String message) {
    Aspect aspect =
        PerformanceDecisions.report(
                service(spec, status), Optional.of("orders-2"), found(figures), Optional.empty())
            .aspect()
            .orElseThrow();

    assertThat(aspect.status()).as(sentence).isEqualTo(judgement);
    assertThat(aspect.reason()).isEqualTo(reason);
    assertThat(aspect.message()).contains(message);
  }

  @Test
  @DisplayName("is shown beside the one before, whose figures stay")
  void isShownBesideTheOneBefore() {
    Performance performance =
        PerformanceDecisions.report(
                service("", BEFORE),
                Optional.of("orders-2"),
                found(figures(5000, 80_000, 0)),
                Optional.of("0.42 EUR"))
            .performance()
            .orElseThrow();

    assertThat(performance.current()).extracting("build").isEqualTo("orders-2");
    assertThat(performance.current()).extracting("measuredAt").isEqualTo(NOW);
    assertThat(performance.current()).extracting("costPerMillionRequests").isEqualTo("0.42 EUR");
    assertThat(performance.previous()).extracting("build").isEqualTo("orders-1");
    assertThat(performance.previous()).extracting("requests").isEqualTo(5000L);
  }

  @Test
  @DisplayName("keeps the time of figures that are the same")
  void keepsTheTime() {
    String status = BEFORE.replace("orders-1", "orders-2");
    ReleaseFigures same =
        new ReleaseFigures(
            "orders-2",
            0,
            5000,
            Optional.of(0L),
            Optional.of(2000L),
            Optional.of(80_000L),
            Optional.of(90_000L),
            Optional.of(400L),
            Optional.of(104_857_600L),
            Optional.empty(),
            Map.of());

    Performance performance =
        PerformanceDecisions.report(
                service("", status.replace("requests: 5000", "pods: 0, requests: 5000")),
                Optional.of("orders-2"),
                found(same),
                Optional.empty())
            .performance()
            .orElseThrow();

    assertThat(performance.current())
        .extracting("measuredAt")
        .isEqualTo(Instant.parse("2026-11-26T08:00:00Z"));
  }

  @Test
  @DisplayName("that cannot be measured any more keeps its last figures, and says why")
  void keepsItsLastFigures() {
    PerformanceDecisions.Report report =
        PerformanceDecisions.report(
            service("", BEFORE),
            Optional.of("orders-1"),
            new Lookup.Failed<>(Optional.empty(), "PodsSilent", "None of the pods says it", NOW),
            Optional.empty());

    assertThat(report.aspect())
        .contains(
            new Aspect("Performance", Status.Unknown, "PodsSilent", "None of the pods says it"));
    assertThat(report.performance().orElseThrow().current())
        .extracting("requests")
        .isEqualTo(5000L);
  }

  @Test
  @DisplayName("of a service that was never measured is not spoken of")
  void isNotSpokenOf() {
    PerformanceDecisions.Report report =
        PerformanceDecisions.report(
            service("", ""), Optional.of("orders-1"), Lookup.pending(), Optional.empty());

    assertThat(report.aspect()).isEmpty();
    assertThat(report.performance()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("news")
  void isTold(String sentence, String condition, long p95, Optional<Outlook> told) {
    assertThat(
            PerformanceDecisions.report(
                    service("", BEFORE + condition),
                    Optional.of("orders-2"),
                    found(figures(5000, p95, 0)),
                    Optional.empty())
                .news()
                .map(Verdict::outlook))
        .as(sentence)
        .isEqualTo(told);
  }

  static Stream<Arguments> news() {
    return Stream.of(
        arguments("that is well is not told of", "", 80_000, Optional.empty()),
        arguments("that got worse is told of", "", 170_000, Optional.of(Outlook.STALLED)),
        arguments("that is as bad as it was is not told of again", TOLD, 170_000, Optional.empty()),
        arguments("that is well again is told of", TOLD, 80_000, Optional.of(Outlook.READY)));
  }

  private static Lookup<Map<String, ReleaseFigures>> found(ReleaseFigures figures) {
    return new Lookup.Found<>(Map.of(figures.build(), figures), NOW);
  }

  private static ReleaseFigures figures(long requests, long p95, long errors) {
    return new ReleaseFigures(
        "orders-2",
        1,
        requests,
        Optional.of(errors),
        Optional.of(2000L),
        Optional.of(p95),
        Optional.of(90_000L),
        Optional.of(400L),
        Optional.of(104_857_600L),
        Optional.empty(),
        Map.of());
  }

  private static PythonService service(String spec, String status) {
    return Yaml.object(
        "metadata: {name: orders, namespace: shop}\nspec:\n  python: '3.13'\n"
            + spec.indent(2)
            + (status.isEmpty() ? "" : "status:\n" + status.indent(2)),
        PythonService.class);
  }
}

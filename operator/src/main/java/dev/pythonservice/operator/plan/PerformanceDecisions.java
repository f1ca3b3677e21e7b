package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.Objectives;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Figures;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Percentiles;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Performance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a release does in comparison with what is expected of it and with the one before. Whatever
 * comes of it, nothing is stopped: it is told.
 */
public final class PerformanceDecisions {

  /** The type of the condition. */
  public static final String PERFORMANCE = "Performance";

  private static final String OBJECTIVE_MISSED = "ObjectiveMissed";

  private static final int USUAL_REGRESSION_PERCENT = 10;

  private PerformanceDecisions() {}

  /**
   * What is known now, and what is to be said of it.
   *
   * @param performance the figures of the release that serves and of the one before
   * @param aspect what is said; empty for a service of which nothing was ever measured
   * @param news what people are told: that it is worse than it should be, for what reason, or that
   *     it is well again
   */
  public record Report(
      Optional<Performance> performance, Optional<Aspect> aspect, Optional<Verdict> news) {

    static final Report NOTHING = unjudged(Optional.empty(), Optional.empty());

    static Report unjudged(Optional<Performance> performance, Optional<Aspect> aspect) {
      return new Report(performance, aspect, Optional.empty());
    }
  }

  /**
   * The report on a service.
   *
   * @param release the build that serves
   * @param measured what was measured of its builds, by their names
   * @param cost what a million requests to the release cost, in words
   */
  public static Report report(
      PythonService service,
      Optional<String> release,
      Lookup<Map<String, ReleaseFigures>> measured,
      Optional<String> cost) {
    Optional<Performance> before =
        Optional.ofNullable(service.getStatus()).map(PythonServiceStatus::performance);
    if (release.isEmpty()) {
      return Report.unjudged(before, Optional.empty());
    }
    Optional<Figures> current = current(release.get(), measured, cost, before);
    Optional<Figures> previous = previous(release.get(), before);
    if (current.isEmpty() && previous.isEmpty()) {
      return measured instanceof Lookup.Failed<?> failed
          ? Report.unjudged(Optional.empty(), Optional.of(unknown(failed)))
          : Report.NOTHING;
    }
    Optional<Performance> performance =
        Optional.of(new Performance(current.orElse(null), previous.orElse(null)));
    if (measured instanceof Lookup.Failed<?> failed) {
      return Report.unjudged(performance, Optional.of(unknown(failed)));
    }
    Aspect judgement = judged(service, current, previous);
    return new Report(performance, Optional.of(judgement), news(service, judgement));
  }

  /**
   * Whether a release misses one of the service's objectives.
   *
   * @param release the name of its build
   * @param measured what was measured of the service's builds, by their names
   */
  static boolean missesObjective(
      PythonService service, String release, Lookup<Map<String, ReleaseFigures>> measured) {
    return report(service, Optional.of(release), measured, Optional.empty())
        .aspect()
        .filter(aspect -> aspect.reason().equals(OBJECTIVE_MISSED))
        .isPresent();
  }

  private static Optional<Verdict> news(PythonService service, Aspect judgement) {
    Optional<Condition> before = condition(service);
    boolean wasBad = before.filter(known -> known.status() == Status.False).isPresent();
    return switch (judgement.status()) {
      case True ->
          wasBad
              ? Optional.of(Verdict.ready(judgement.reason(), judgement.message()))
              : Optional.empty();
      case False ->
          wasBad && before.filter(known -> known.reason().equals(judgement.reason())).isPresent()
              ? Optional.empty()
              : Optional.of(Verdict.stalled(judgement.reason(), judgement.message()));
      case Unknown -> Optional.empty();
    };
  }

  private static Optional<Condition> condition(PythonService service) {
    return SaidBefore.of(PERFORMANCE, service);
  }

  private static Optional<Figures> current(
      String release,
      Lookup<Map<String, ReleaseFigures>> measured,
      Optional<String> cost,
      Optional<Performance> before) {
    Optional<Figures> kept =
        before.map(Performance::current).filter(figures -> figures.build().equals(release));
    return measured
        .last()
        .flatMap(found ->
            Optional.ofNullable(found.value().get(release))
                .filter(figures -> figures.requests() > 0)
                .map(figures -> inStatus(figures, cost, found.foundAt(), kept)))
        .or(() -> kept);
  }

  /** Figures that are the same keep the time at which they were written. */
  private static Figures inStatus(
      ReleaseFigures figures, Optional<String> cost, Instant at, Optional<Figures> before) {
    Optional<String> known = cost.or(() -> before.map(Figures::costPerMillionRequests));
    Figures now = inStatus(figures, known, at.truncatedTo(ChronoUnit.SECONDS));
    return before
        .filter(kept ->
            kept.measuredAt() != null && inStatus(figures, known, kept.measuredAt()).equals(kept))
        .orElse(now);
  }

  private static Figures inStatus(ReleaseFigures figures, Optional<String> cost, Instant at) {
    return new Figures(
        figures.build(),
        figures.pods(),
        figures.requests(),
        figures.p50().isEmpty()
            ? null
            : new Percentiles(
                figures.p50().orElse(null), figures.p95().orElse(null), figures.p99().orElse(null)),
        figures.errorsPerMillion().orElse(null),
        figures.cpuPerRequest().orElse(null),
        figures.memory().orElse(null),
        figures.coldStart().orElse(null),
        cost.orElse(null),
        at);
  }

  /** A release that gave way leaves its last figures. */
  private static Optional<Figures> previous(String release, Optional<Performance> before) {
    return before
        .map(Performance::current)
        .filter(figures -> !figures.build().equals(release))
        .or(() ->
            before.map(Performance::previous).filter(figures -> !figures.build().equals(release)));
  }

  private static Aspect unknown(Lookup.Failed<?> failed) {
    return new Aspect(PERFORMANCE, Status.Unknown, failed.reason(), failed.message());
  }

  private static Aspect judged(
      PythonService service, Optional<Figures> current, Optional<Figures> previous) {
    Optional<Figures> sound =
        current.filter(
            figures -> Optional.ofNullable(figures.requests()).orElse(0L) >= ReleaseFigures.SOUND);
    if (sound.isEmpty()) {
      return new Aspect(
          PERFORMANCE,
          Status.Unknown,
          "TooFewRequests",
          "The release has answered fewer than %d requests that were measured"
              .formatted(ReleaseFigures.SOUND));
    }
    Objectives objectives =
        Optional.ofNullable(service.getSpec().objectives())
            .orElseGet(() -> new Objectives(null, null, null, null, null));
    List<String> missed = missed(sound.get(), objectives);
    if (!missed.isEmpty()) {
      return bad(OBJECTIVE_MISSED, String.join("; ", missed));
    }
    List<String> worse =
        previous.map(earlier -> worse(service, sound.get(), earlier)).orElse(List.of());
    if (!worse.isEmpty()) {
      return bad(
          "Regression",
          "In comparison with %s: %s; going back takes seconds with spec.rollback.build"
              .formatted(previous.orElseThrow().build(), String.join("; ", worse)));
    }
    return new Aspect(PERFORMANCE, Status.True, "AsExpected", asExpected(objectives, previous));
  }

  private static Aspect bad(String reason, String message) {
    return new Aspect(PERFORMANCE, Status.False, reason, message);
  }

  private static String asExpected(Objectives objectives, Optional<Figures> previous) {
    String compared =
        previous
            .map(figures ->
                "no figure is more than %d %% worse than with %s"
                    .formatted(allowed(objectives), figures.build()))
            .orElse("there is no release before to compare with");
    boolean hasObjectives =
        Stream.of(Figure.values()).anyMatch(figure -> figure.objective(objectives).isPresent());
    return hasObjectives ? "The objectives are kept; " + compared : capitalised(compared);
  }

  private static String capitalised(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private static List<String> missed(Figures figures, Objectives objectives) {
    return Stream.of(Figure.values())
        .flatMap(figure ->
            figure.of(figures).stream()
                .flatMap(value ->
                    figure.objective(objectives).stream()
                        .filter(most -> value > most)
                        .map(most ->
                            "%s, and should be at most %s"
                                .formatted(figure.spelled(value), figure.inWords(most)))))
        .toList();
  }

  private static List<String> worse(PythonService service, Figures now, Figures before) {
    double most = 1 + tolerated(service) / 100.0;
    return Stream.of(Figure.values())
        .flatMap(figure ->
            figure.of(now).stream()
                .filter(value -> !figure.isNegligible(value))
                .flatMap(value ->
                    figure.of(before).stream()
                        .filter(old -> value > old * most)
                        .map(old -> comparison(figure, value, old))))
        .toList();
  }

  private static String comparison(Figure figure, long value, long old) {
    return old == 0
        ? "%s, and was %s".formatted(figure.spelled(value), figure.inWords(old))
        : String.format(
            Locale.ROOT,
            "%s, %.1f times as much as before (%s)",
            figure.spelled(value),
            (double) value / old,
            figure.inWords(old));
  }

  /**
   * A regression that was told goes only when half of it is gone: nobody is told back and forth.
   */
  private static double tolerated(PythonService service) {
    Objectives objectives = service.getSpec().objectives();
    int allowed = objectives == null ? USUAL_REGRESSION_PERCENT : allowed(objectives);
    boolean wasTold =
        condition(service).filter(known -> known.reason().equals("Regression")).isPresent();
    return wasTold ? allowed / 2.0 : allowed;
  }

  private static int allowed(Objectives objectives) {
    return Optional.ofNullable(objectives.regressionPercent()).orElse(USUAL_REGRESSION_PERCENT);
  }
}

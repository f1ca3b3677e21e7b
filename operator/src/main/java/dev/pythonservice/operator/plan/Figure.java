package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Objectives;
import dev.pythonservice.api.v1alpha1.Objectives.Latency;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Figures;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Percentiles;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A figure of a release that can be too high. */
enum Figure {
  /** Half of the requests take no longer. */
  P50(
      "p50",
      Unit.TIME,
      1,
      figures -> latency(figures).map(Percentiles::p50),
      objectives -> objective(objectives, Latency::p50)),
  /** 95 % of the requests take no longer. */
  P95(
      "p95",
      Unit.TIME,
      1,
      figures -> latency(figures).map(Percentiles::p95),
      objectives -> objective(objectives, Latency::p95)),
  /** 99 % of the requests take no longer; a single slow one of a hundred says little. */
  P99(
      "p99",
      Unit.TIME,
      10,
      figures -> latency(figures).map(Percentiles::p99),
      objectives -> objective(objectives, Latency::p99)),
  /** Answers with a status of 500 or above. */
  ERRORS(
      "errors",
      Unit.PER_MILLION,
      1,
      figures -> Optional.ofNullable(figures.errorsPerMillion()),
      objectives -> Optional.ofNullable(objectives.errorsPerMillion()).map(Integer::longValue)),
  /** Time of the processors; among few requests that of the start weighs most. */
  CPU(
      "CPU per request",
      Unit.TIME,
      25,
      figures -> Optional.ofNullable(figures.cpuMicrosecondsPerRequest()),
      _ -> Optional.empty()),
  /** Memory of a pod. */
  MEMORY(
      "memory per replica",
      Unit.BYTES,
      1,
      figures -> Optional.ofNullable(figures.memoryBytesPerReplica()),
      _ -> Optional.empty()),
  /** From the start of a container to its first answer. */
  COLD_START(
      "cold start",
      Unit.TIME,
      1,
      figures -> Optional.ofNullable(figures.coldStartMilliseconds()).map(value -> value * 1000),
      objectives ->
          Optional.ofNullable(objectives.coldStartMilliseconds()).map(value -> value * 1000L));

  /** Errors that are fewer than that, per million, are no regression, whatever the ratio. */
  private static final long FEW_ERRORS = 1000;

  private final String spelled;
  private final Unit unit;
  private final int timesAsManyRequests;
  private final Function<Figures, Optional<Long>> value;
  private final Function<Objectives, Optional<Long>> objective;

  Figure(
      String spelled,
      Unit unit,
      int timesAsManyRequests,
      Function<Figures, Optional<Long>> value,
      Function<Objectives, Optional<Long>> objective) {
    this.spelled = spelled;
    this.unit = unit;
    this.timesAsManyRequests = timesAsManyRequests;
    this.value = value;
    this.objective = objective;
  }

  private enum Unit {
    TIME,
    PER_MILLION,
    BYTES
  }

  /** What the figure is in a release; none without enough requests for it. */
  Optional<Long> of(Figures figures) {
    long requests = Optional.ofNullable(figures.requests()).orElse(0L);
    return requests >= ReleaseFigures.SOUND * timesAsManyRequests
        ? value.apply(figures)
        : Optional.empty();
  }

  /** What it should at most be, in the same unit. */
  Optional<Long> objective(Objectives objectives) {
    return objective.apply(objectives);
  }

  /** Whether it is so small that a ratio says nothing. */
  boolean isNegligible(long figure) {
    return unit == Unit.PER_MILLION && figure < FEW_ERRORS;
  }

  /** Its name and its value, for people. */
  String spelled(long figure) {
    return spelled + " is " + inWords(figure);
  }

  /** Its value, for people. */
  String inWords(long figure) {
    return switch (unit) {
      case TIME ->
          figure < 1000 ? "%d µs".formatted(figure) : "%s ms".formatted(trimmed(figure / 1000.0));
      case PER_MILLION -> "%d per million".formatted(figure);
      case BYTES -> "%d MiB".formatted(figure / (1024 * 1024));
    };
  }

  private static String trimmed(double number) {
    return String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "");
  }

  private static Optional<Percentiles> latency(Figures figures) {
    return Optional.ofNullable(figures.latencyMicroseconds());
  }

  private static Optional<Long> objective(
      Objectives objectives, Function<Latency, @Nullable Integer> percentile) {
    return Optional.ofNullable(objectives.latencyMilliseconds())
        .map(percentile)
        .map(milliseconds -> milliseconds * 1000L);
  }
}

package dev.pythonservice.operator.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the pods of a release have counted, those that are gone included.
 *
 * @param gone what counts of pods and containers that are no longer there
 * @param pods the last sample of each pod that is there, by its UID
 */
public record ReleaseTotals(PodSample gone, Map<String, PodSample> pods) {

  /** Nothing counted. */
  public static final ReleaseTotals NONE = new ReleaseTotals(PodSample.NONE, Map.of());

  /** Quantiles in microseconds are told with so many digits. */
  private static final int DIGITS = 2;

  private static final double MICROSECONDS = 1e6;
  private static final long MEBIBYTE = 1024L * 1024;

  public ReleaseTotals {
    pods = Map.copyOf(pods);
  }

  /**
   * After another reading.
   *
   * @param samples what was read, by the pod's UID
   * @param there the UIDs of all pods that are there, also of those that were not read
   */
  public ReleaseTotals after(Map<String, PodSample> samples, Set<String> there) {
    PodSample left = gone;
    Map<String, PodSample> now = new HashMap<>();
    for (Map.Entry<String, PodSample> before : pods.entrySet()) {
      Optional<PodSample> sample = Optional.ofNullable(samples.get(before.getKey()));
      if (!there.contains(before.getKey())
          || sample.filter(later -> !before.getValue().isBefore(later)).isPresent()) {
        left = left.plus(before.getValue());
      } else if (sample.isEmpty()) {
        now.put(before.getKey(), before.getValue());
      }
    }
    now.putAll(samples);
    return new ReleaseTotals(left, now);
  }

  /** The figures of a release, rounded so that they only differ when somebody would care. */
  public ReleaseFigures figures(String build) {
    PodSample all = pods.values().stream().reduce(gone, (one, other) -> one.plus(other));
    long requests = all.requests().total();
    return new ReleaseFigures(
        build,
        pods.size(),
        requests,
        requests == 0
            ? Optional.empty()
            : Optional.of(Math.round(MICROSECONDS * all.serverErrors() / requests)),
        microseconds(all.requests().quantile(0.5)),
        microseconds(all.requests().quantile(0.95)),
        microseconds(all.requests().quantile(0.99)),
        requests == 0
            ? Optional.empty()
            : microseconds(OptionalDouble.of(all.cpuSeconds() / requests)),
        memory(),
        coldStart());
  }

  private static Optional<Long> microseconds(OptionalDouble seconds) {
    return seconds.isPresent()
        ? Optional.of(rounded(seconds.getAsDouble() * MICROSECONDS))
        : Optional.empty();
  }

  /** To so many significant digits. */
  static long rounded(double value) {
    if (value < 1) {
      return Math.round(value);
    }
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - DIGITS + 1));
    return Math.round(Math.round(value / unit) * unit);
  }

  /** Of a pod, on average; in whole mebibytes. */
  private Optional<Long> memory() {
    OptionalDouble average =
        pods.values().stream()
            .filter(pod -> pod.residentBytes() > 0)
            .mapToLong(PodSample::residentBytes)
            .average();
    return average.isPresent()
        ? Optional.of(rounded(average.getAsDouble() / MEBIBYTE) * MEBIBYTE)
        : Optional.empty();
  }

  /** The middle one of those that are there, in milliseconds. */
  private Optional<Long> coldStart() {
    List<Double> sorted =
        pods.values().stream()
            .map(PodSample::coldStartSeconds)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(rounded(sorted.get(sorted.size() / 2) * 1000));
  }
}

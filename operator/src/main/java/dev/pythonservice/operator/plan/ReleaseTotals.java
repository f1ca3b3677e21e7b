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

  /** What all of them counted, those that are gone included. */
  public PodSample all() {
    return pods.values().stream().reduce(gone, (one, other) -> one.plus(other));
  }

  /** The figures of a release. */
  public ReleaseFigures figures(String build) {
    return ReleaseFigures.of(
        build,
        pods.size(),
        all(),
        pods.values().stream()
            .filter(pod -> pod.residentBytes() > 0)
            .mapToLong(PodSample::residentBytes)
            .average(),
        coldStart());
  }

  /** The middle one of those that are there. */
  private OptionalDouble coldStart() {
    List<Double> sorted =
        pods.values().stream()
            .map(PodSample::coldStartSeconds)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.get(sorted.size() / 2));
  }
}

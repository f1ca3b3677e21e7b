package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.ReleaseTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the pods of a service have counted, by release, and what was last told of it. */
final class ServiceTotals {

  /** Statuses are for people: figures that move all the time are told so seldom. */
  private static final Duration SLOW = Duration.ofMinutes(5);

  /** As many releases are kept: the one that serves, the one before, the one that comes. */
  private static final int MOST_RELEASES = 3;

  private final Map<String, ReleaseTotals> byBuild = new HashMap<>();
  private Map<String, ReleaseFigures> told = Map.of();
  private Instant toldAt = Instant.EPOCH;

  /**
   * Takes a reading in.
   *
   * @param samples what was read, by pod
   * @param there all pods that are there
   * @return the figures that are told, by build
   */
  synchronized Map<String, ReleaseFigures> after(
      Map<MeasuredPod, PodSample> samples, List<MeasuredPod> there, Instant now) {
    Set<String> uids = there.stream().map(MeasuredPod::uid).collect(Collectors.toSet());
    there.forEach(pod -> byBuild.putIfAbsent(pod.build(), ReleaseTotals.NONE));
    byBuild.replaceAll((build, totals) -> totals.after(of(build, samples), uids));
    forgetOldOnes(there);
    Map<String, ReleaseFigures> figures = new TreeMap<>();
    byBuild.forEach((build, totals) -> figures.put(build, totals.figures(build)));
    if (isWorthTelling(figures, now)) {
      told = Map.copyOf(figures);
      toldAt = now;
    }
    return told;
  }

  private static Map<String, PodSample> of(String build, Map<MeasuredPod, PodSample> samples) {
    return samples.entrySet().stream()
        .filter(entry -> entry.getKey().build().equals(build))
        .collect(Collectors.toMap(entry -> entry.getKey().uid(), Map.Entry::getValue));
  }

  private void forgetOldOnes(List<MeasuredPod> there) {
    Set<String> running = there.stream().map(MeasuredPod::build).collect(Collectors.toSet());
    if (byBuild.size() > MOST_RELEASES) {
      byBuild.keySet().retainAll(running);
    }
  }

  /** The first sound figures of a release are told at once. */
  private boolean isWorthTelling(Map<String, ReleaseFigures> figures, Instant now) {
    boolean isNew =
        figures.values().stream()
            .anyMatch(
                each -> soundness(each) > soundness(Optional.ofNullable(told.get(each.build()))));
    return isNew || !toldAt.plus(SLOW).isAfter(now) && !figures.equals(told);
  }

  private static int soundness(Optional<ReleaseFigures> figures) {
    return figures.map(ServiceTotals::soundness).orElse(0);
  }

  private static int soundness(ReleaseFigures figures) {
    return figures.isSound() ? 2 : figures.requests() > 0 ? 1 : 0;
  }
}

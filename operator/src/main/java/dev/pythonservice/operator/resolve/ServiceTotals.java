package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.ReleaseTotals;
import dev.pythonservice.operator.plan.Work;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the pods of a service have counted, by release. */
final class ServiceTotals {

  /** As many releases are kept: the one that serves, the one before, the one that comes. */
  private static final int MOST_RELEASES = 3;

  private final Map<String, ReleaseTotals> byBuild = new HashMap<>();
  private final Map<String, WorkByArchitecture> work = new HashMap<>();
  private final ToldFigures told = new ToldFigures();

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
    byBuild.forEach((build, totals) ->
        figures.put(build, totals.figures(build).with(work(build, samples, there, now))));
    return told.after(figures, now);
  }

  private Map<Architecture, Work> work(
      String build, Map<MeasuredPod, PodSample> samples, List<MeasuredPod> there, Instant now) {
    Map<MeasuredPod, PodSample> ofBuild = new HashMap<>(samples);
    ofBuild.keySet().removeIf(pod -> !pod.build().equals(build));
    return work.computeIfAbsent(build, _ -> new WorkByArchitecture())
        .after(ofBuild, there.stream().filter(pod -> pod.build().equals(build)).toList(), now);
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
      work.keySet().retainAll(running);
    }
  }
}

package dev.pythonservice.operator.resolve;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseTotals;
import dev.pythonservice.operator.plan.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the pods of one release did on each architecture, from the first time they were read. */
final class WorkByArchitecture {

  private final Map<Architecture, ReleaseTotals> totals = new EnumMap<>(Architecture.class);
  private final Map<Architecture, Instant> since = new EnumMap<>(Architecture.class);

  /**
   * Takes a reading in.
   *
   * @param samples what was read of pods of the release
   * @param there all of its pods that are there
   */
  Map<Architecture, Work> after(
      Map<MeasuredPod, PodSample> samples, List<MeasuredPod> there, Instant now) {
    there.stream()
        .flatMap(pod -> pod.architecture().stream())
        .forEach(architecture -> {
          totals.putIfAbsent(architecture, ReleaseTotals.NONE);
          since.putIfAbsent(architecture, now);
        });
    totals.replaceAll(
        (architecture, before) -> before.after(on(architecture, samples), on(architecture, there)));
    Map<Architecture, Work> work = new HashMap<>();
    totals.forEach((architecture, counted) -> {
      PodSample all = counted.all();
      work.put(
          architecture,
          Work.of(
              all.requests().total(),
              all.cpuSeconds(),
              Duration.between(since.getOrDefault(architecture, now), now)));
    });
    return work;
  }

  private static Map<String, PodSample> on(
      Architecture architecture, Map<MeasuredPod, PodSample> samples) {
    return samples.entrySet().stream()
        .filter(entry -> isOn(architecture, entry.getKey()))
        .collect(toMap(entry -> entry.getKey().uid(), Map.Entry::getValue));
  }

  private static Set<String> on(Architecture architecture, List<MeasuredPod> pods) {
    return pods.stream()
        .filter(pod -> isOn(architecture, pod))
        .map(MeasuredPod::uid)
        .collect(toSet());
  }

  private static boolean isOn(Architecture architecture, MeasuredPod pod) {
    return pod.architecture().filter(architecture::equals).isPresent();
  }
}

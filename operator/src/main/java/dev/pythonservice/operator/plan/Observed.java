package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import java.util.Map;
import java.util.Optional;

/**
 * What is seen of a build that is to serve, and of where it could run.
 *
 * @param nodes the cluster's nodes
 * @param work what its pods were measured to do
 * @param missesObjective whether it misses one of the service's objectives
 * @param running what runs of the service
 */
public record Observed(
    VisibleNodes nodes, Map<Architecture, Work> work, boolean missesObjective, Running running) {

  public Observed {
    work = Map.copyOf(work);
  }

  /**
   * What is seen of a build.
   *
   * @param measured what was measured of the service's builds, by their names
   */
  public static Observed of(
      PythonService service,
      PythonBuild build,
      VisibleNodes nodes,
      Lookup<Map<String, ReleaseFigures>> measured,
      Running running) {
    String name = BuildStatus.name(build);
    return new Observed(
        nodes,
        measured
            .last()
            .flatMap(found -> Optional.ofNullable(found.value().get(name)))
            .map(ReleaseFigures::work)
            .orElse(Map.of()),
        PerformanceDecisions.missesObjective(service, name, measured),
        running);
  }
}

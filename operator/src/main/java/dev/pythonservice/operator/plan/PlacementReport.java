package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the pods of a service go, and what is said of it.
 *
 * @param service the choice for its servers and process; of a service of jobs alone, for its first
 *     job
 * @param jobs the choice for each job, by name
 * @param preferred the architecture that pods go to first, by component; none for those that have
 *     one architecture only
 * @param architectures what each architecture is to the service
 * @param exploration how far it is with exploring the architecture that its pods do not go to first
 * @param costs what requests to the service were measured to cost
 * @param placed whether there are nodes for all of its pods
 * @param news what people are told: of choices that became others, of exploring that begins or ends
 * @param lookAgainAt when time alone may change a choice
 */
public record PlacementReport(
    Placement service,
    Map<String, Placement> jobs,
    Map<String, Architecture> preferred,
    List<ArchitectureState> architectures,
    Optional<Exploration> exploration,
    Optional<MeasuredCosts> costs,
    Aspect placed,
    List<Verdict> news,
    Optional<Instant> lookAgainAt) {

  public PlacementReport {
    jobs = Map.copyOf(jobs);
    preferred = Map.copyOf(preferred);
    architectures = List.copyOf(architectures);
    news = List.copyOf(news);
  }

  /** The choice for a job, where it is not the service's. */
  Optional<Placement> ofJob(String name) {
    return Optional.ofNullable(jobs.get(name))
        .filter(own ->
            !own.architectures().equals(service.architectures())
                || !own.reason().equals(service.reason()));
  }
}

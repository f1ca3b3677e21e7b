package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.Job;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Run;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.VisibleNodes.Hidden;
import dev.pythonservice.operator.plan.VisibleNodes.Seen;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides for all pods of a service, and puts together what is said of it. */
public final class PlacementReports {

  private PlacementReports() {}

  /**
   * The report.
   *
   * @param service the service and its platform
   * @param workload what is to run
   * @param build the build whose image runs
   * @param demands what each kind of its pods demands, those of servers and process first, then
   *     those of each job
   * @param observed what is seen of nodes and of what runs
   * @param now the time
   */
  public static PlacementReport of(
      WithPlatform service,
      WorkloadPlan workload,
      PythonBuild build,
      List<PodDemand> demands,
      Observed observed,
      Instant now) {
    List<ArchitectureState> built = ArchitectureReport.states(build, workload.exploration());
    List<DecidedPlacement> all =
        demands.stream()
            .map(demand ->
                DecidedPlacement.on(inputs(service, workload, built, demand, observed, now)))
            .toList();
    DecidedPlacement first = all.getFirst();
    Map<String, Placement> jobs = new LinkedHashMap<>();
    Map<String, Architecture> preferred = new LinkedHashMap<>();
    for (DecidedPlacement decided : all) {
      if (!decided.component().equals(WorkloadLabels.PROCESS)) {
        jobs.put(decided.component(), decided.placement());
      }
      if (decided.inputs().allowed().size() > 1) {
        preferred.put(decided.component(), decided.choice().first());
      }
    }
    Optional<Exploration> explored = service.status().map(PythonServiceStatus::exploration);
    Optional<Exploration> exploration =
        ExplorationDecisions.decide(new ExplorationInputs(first, workload, observed, explored));
    return new PlacementReport(
        first.placement(),
        jobs,
        preferred,
        ArchitectureTable.states(first, built, service.status()),
        exploration,
        first.inputs().measured(),
        PlacedAspect.of(all),
        Stream.concat(
                all.stream().filter(DecidedPlacement::moves).map(PlacementReports::move),
                ExplorationDecisions.news(explored, exploration).stream())
            .toList(),
        all.stream()
            .flatMap(decided -> decided.choice().lookAgainAt().stream())
            .min(Comparator.naturalOrder()));
  }

  private static PlacementInputs inputs(
      WithPlatform service,
      WorkloadPlan workload,
      List<ArchitectureState> built,
      PodDemand demand,
      Observed observed,
      Instant now) {
    Optional<Job> job = job(workload, demand);
    Set<Architecture> allowed =
        job.map(each -> workload.architecturesOf(each.architectures()))
            .orElseGet(workload::architectures);
    String platform = service.choice().platform();
    Optional<NodeSummary> seen =
        observed.nodes() instanceof Seen(Map<String, NodeSummary> summaries)
            ? Optional.ofNullable(summaries.get(demand.component()))
            : Optional.empty();
    Optional<NodePrices> prices =
        Optional.ofNullable(workload.platform().prices())
            .map(table -> new NodePrices(platform, table));
    return new PlacementInputs(
        demand,
        allowed,
        ruledOut(allowed, job, workload, built),
        seen,
        observed.nodes() instanceof Hidden(boolean forbidden) && forbidden,
        platform,
        prices,
        prices.flatMap(table ->
            seen.flatMap(there ->
                job.isPresent()
                    ? RunCosts.of(runs(service, demand.component()), table, there, demand)
                    : RequestCosts.of(observed.work(), table, there, demand))),
        before(service, job),
        isFrozen(service),
        service.platform().getMetadata().getGeneration(),
        now);
  }

  private static List<Run> runs(WithPlatform service, String job) {
    return service.status().map(PythonServiceStatus::jobs).stream()
        .flatMap(List::stream)
        .filter(state -> state.name().equals(job))
        .flatMap(state -> state.runs().stream())
        .toList();
  }

  private static Optional<Job> job(WorkloadPlan workload, PodDemand demand) {
    return workload.service().jobs().stream()
        .filter(job -> job.name().equals(demand.component()))
        .findFirst();
  }

  private static Map<Architecture, String> ruledOut(
      Set<Architecture> allowed,
      Optional<Job> job,
      WorkloadPlan workload,
      List<ArchitectureState> built) {
    Map<Architecture, String> reasons = new EnumMap<>(Architecture.class);
    built.stream()
        .filter(state -> !allowed.contains(state.architecture()))
        .forEach(state -> reasons.put(state.architecture(), whyNot(state, job, workload)));
    return reasons;
  }

  private static String whyNot(ArchitectureState state, Optional<Job> job, WorkloadPlan workload) {
    Optional<Architectures> own = job.flatMap(each -> Optional.ofNullable(each.architectures()));
    Optional<Architectures> pinning =
        own.or(() -> Optional.ofNullable(workload.service().architectures()))
            .filter(architectures -> !architectures.pinned().isEmpty())
            .filter(architectures -> !architectures.pinned().contains(state.architecture()));
    if (pinning.isPresent()) {
      return "%s is left out by %s.pinned"
          .formatted(
              ClusterNode.spelled(state.architecture()),
              own.isPresent()
                  ? "spec.jobs[%s].architectures".formatted(job.map(Job::name).orElseThrow())
                  : "spec.architectures");
    }
    return state.state() == ArchitectureState.State.Infeasible && state.message() != null
        ? state.message()
        : "%s is left out by the platform's policy or runtime, or by the base image"
            .formatted(ClusterNode.spelled(state.architecture()));
  }

  /** A job's own choice is told only where it is not the service's. */
  private static Optional<Placement> before(WithPlatform service, Optional<Job> job) {
    Optional<Placement> ofService = service.status().map(PythonServiceStatus::placement);
    return job.map(each ->
            service.status().map(PythonServiceStatus::jobs).stream()
                .flatMap(List::stream)
                .filter(state -> state.name().equals(each.name()))
                .findFirst()
                .flatMap(state -> Optional.ofNullable(state.placement()).or(() -> ofService)))
        .orElse(ofService);
  }

  private static boolean isFrozen(WithPlatform service) {
    return Optional.ofNullable(service.object().getMetadata().getAnnotations())
        .map(annotations -> annotations.get(PlacementDecisions.FREEZE))
        .filter(value -> !value.equals("false"))
        .isPresent();
  }

  private static Verdict move(DecidedPlacement decided) {
    return Verdict.ready(
        "PlacementMoved",
        "%s go to %s first, no longer to %s (%s): %s"
            .formatted(
                decided.spelled(),
                ClusterNode.spelled(decided.choice().first()),
                decided
                    .inputs()
                    .before()
                    .map(before -> ClusterNode.spelled(before.architectures().getFirst()))
                    .orElseThrow(),
                decided.choice().reason(),
                decided.choice().message()));
  }
}

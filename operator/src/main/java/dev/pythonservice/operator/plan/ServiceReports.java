package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.Metrics;
import dev.pythonservice.api.v1alpha1.Metrics.Dashboard;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.ServiceReport.Replicas;
import dev.pythonservice.operator.plan.ServiceReport.Shown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said about a service, put together from what was decided and what the cluster shows. */
public final class ServiceReports {

  private ServiceReports() {}

  /**
   * The report on a service that cannot be built on anything. What was known of it, and what runs,
   * stays.
   *
   * @param service the service
   * @param inputs its platform, or that there is none
   * @param objection what stands in the way
   * @param running what the cluster shows
   */
  public static ServiceReport blocked(
      PythonService service, ServiceInputs inputs, Verdict objection, Running running) {
    Optional<PythonServiceStatus> before = Optional.ofNullable(service.getStatus());
    Optional<String> build = before.map(PythonServiceStatus::release).map(Release::build);
    List<JobState> jobs = JobDecisions.states(service, running);
    return new ServiceReport(
        objection,
        Stream.of(
                build.flatMap(name -> serving(name, service, running)),
                JobDecisions.verdict(service, jobs).map(verdict -> Aspect.of("Jobs", verdict)))
            .flatMap(Optional::stream)
            .toList(),
        new Shown(
            ServiceDecisions.resolved(inputs),
            before.map(PythonServiceStatus::source),
            before.map(PythonServiceStatus::latestBuild),
            Optional.empty(),
            before.map(PythonServiceStatus::endpoints).orElse(List.of()),
            running.deployment().map(ServiceReports::replicas),
            before.map(PythonServiceStatus::placement),
            before.map(PythonServiceStatus::architectures).orElse(List.of()),
            before.map(PythonServiceStatus::exploration),
            placed(jobs, service, Optional.empty()),
            before.map(PythonServiceStatus::performance),
            before.map(PythonServiceStatus::dashboard),
            before.map(PythonServiceStatus::stack)),
        List.of(),
        Optional.empty(),
        before.map(PythonServiceStatus::updates));
  }

  /**
   * The report on a service with a platform.
   *
   * @param inputs what was decided on
   * @param plan what is to be built and served
   * @param refusal why the objects of the release could not be rendered or written
   * @param placement where its pods go; empty where none were rendered
   * @param endpoints where the servers answer
   * @param running what the cluster shows, what was just written included
   * @param measured what was measured of its builds, by their names
   * @param scan what is known to be vulnerable in the build that serves; absent where the platform
   *     names no data
   * @param promotion that a build was promoted, where it was just now
   */
  public static ServiceReport of(
      WithPlatform inputs,
      ReleasePlan plan,
      Optional<Verdict> refusal,
      Optional<PlacementReport> placement,
      List<Endpoint> endpoints,
      Running running,
      Lookup<Map<String, ReleaseFigures>> measured,
      Optional<Lookup<VulnerabilityScan>> scan,
      Optional<Verdict> promotion) {
    PythonService service = inputs.object();
    List<JobState> jobs = JobDecisions.states(service, running);
    Optional<Verdict> rollout =
        plan.serving().map(build -> rollout(BuildStatus.name(build), service, running));
    Verdict verdict =
        plan.objection()
            .or(() -> refusal)
            .or(() -> rollout)
            .orElseGet(() -> Verdict.reconciling("NotBuilt", "There is no build to serve yet"));
    List<Aspect> aspects = new ArrayList<>();
    plan.found().map(found -> Aspect.of(SourceDecisions.SOURCE, found)).ifPresent(aspects::add);
    plan.built().map(built -> Aspect.of(SourceDecisions.BUILT, built)).ifPresent(aspects::add);
    plan.checked().ifPresent(aspects::add);
    plan.promoted().ifPresent(aspects::add);
    placement.map(PlacementReport::placed).ifPresent(aspects::add);
    TrustDecisions.verified(inputs, plan.serving()).ifPresent(aspects::add);
    plan.serving()
        .flatMap(build -> serving(BuildStatus.name(build), service, running))
        .ifPresent(aspects::add);
    JobDecisions.verdict(service, jobs)
        .map(jobsHold -> Aspect.of("Jobs", jobsHold))
        .ifPresent(aspects::add);
    Optional<PythonBuild> complete =
        rollout
            .filter(done -> done.outlook() == Outlook.READY && refusal.isEmpty())
            .flatMap(_ -> plan.serving());
    Optional<String> release =
        complete
            .map(BuildStatus::name)
            .or(() -> inputs.status().map(PythonServiceStatus::release).map(Release::build));
    PerformanceDecisions.Report performance =
        PerformanceDecisions.report(service, release, measured, cost(release, plan, placement));
    performance.aspect().ifPresent(aspects::add);
    Optional<Aspect> vulnerable = VulnerabilityDecisions.aspect(scan, service);
    vulnerable.ifPresent(aspects::add);
    return new ServiceReport(
        verdict,
        aspects,
        new Shown(
            ServiceDecisions.resolved(inputs),
            inputs.knownSource(),
            plan.latest(),
            complete,
            endpoints,
            running.deployment().map(ServiceReports::replicas),
            placement
                .map(PlacementReport::service)
                .or(() -> inputs.status().map(PythonServiceStatus::placement)),
            placement
                .map(PlacementReport::architectures)
                .orElseGet(() -> architectures(inputs, plan)),
            placement
                .map(PlacementReport::exploration)
                .orElseGet(() -> inputs.status().map(PythonServiceStatus::exploration)),
            placed(jobs, service, placement),
            performance.performance(),
            dashboard(inputs),
            stack(inputs, complete)),
        Stream.of(
                placement.map(PlacementReport::news).orElse(List.of()).stream(),
                performance.news().stream(),
                VulnerabilityDecisions.news(vulnerable, service).stream(),
                promotion.stream())
            .flatMap(news -> news)
            .toList(),
        placement.flatMap(PlacementReport::lookAgainAt),
        Optional.empty());
  }

  /** What requests cost is known of the build that is to serve alone. */
  private static Optional<String> cost(
      Optional<String> release, ReleasePlan plan, Optional<PlacementReport> placement) {
    return placement
        .filter(_ -> release.equals(plan.serving().map(BuildStatus::name)))
        .flatMap(PlacementReport::costs)
        .flatMap(costs -> costs.together().map(costs::spelled));
  }

  /** Names of namespaces and services have nothing in them that an address would want encoded. */
  private static Optional<String> dashboard(WithPlatform inputs) {
    ObjectMeta service = inputs.object().getMetadata();
    return Optional.ofNullable(inputs.platform().getSpec().metrics())
        .map(Metrics::dashboard)
        .map(Dashboard::url)
        .map(address ->
            address
                .replace("{namespace}", service.getNamespace())
                .replace("{service}", service.getName()));
  }

  /** With where they run, as it was decided now or else before. */
  private static List<JobState> placed(
      List<JobState> jobs, PythonService service, Optional<PlacementReport> placement) {
    return jobs.stream()
        .map(job ->
            JobDecisions.placed(
                job,
                placement
                    .map(report -> report.ofJob(job.name()))
                    .orElseGet(() -> JobDecisions.placementBefore(service, job.name()))))
        .toList();
  }

  /** Of the build that serves; what was known of one that is gone stays. */
  private static Optional<Stack> stack(WithPlatform inputs, Optional<PythonBuild> complete) {
    Optional<PythonBuild> served = complete.or(inputs::serving);
    return served.isPresent()
        ? served.flatMap(build -> StackDecisions.of(inputs, build))
        : inputs.status().map(PythonServiceStatus::stack);
  }

  /** Of the build that is to serve, or while there is none, of the newest that knows. */
  private static List<ArchitectureState> architectures(WithPlatform inputs, ReleasePlan plan) {
    return plan.serving()
        .or(() ->
            plan.latest()
                .flatMap(inputs::build)
                .filter(build ->
                    BuildStatus.status(build)
                        .filter(status -> !status.feasibility().isEmpty())
                        .isPresent()))
        .map(ArchitectureReport::states)
        .orElse(List.of());
  }

  private static Verdict rollout(String build, PythonService service, Running running) {
    return hasServers(service)
        ? ServingDecisions.decide(build, running)
        : Verdict.ready("Scheduled", "The jobs run %s at their times".formatted(build));
  }

  /** Whether pods answer, of whatever release; of a service of jobs alone nothing is said. */
  private static Optional<Aspect> serving(String build, PythonService service, Running running) {
    if (!hasServers(service)) {
      return Optional.empty();
    }
    Verdict rollout = rollout(build, service, running);
    boolean answers = running.deployment().filter(ServingDecisions::answers).isPresent();
    return Optional.of(
        new Aspect(
            "Serving",
            answers || rollout.outlook() == Outlook.READY ? Status.True : Status.False,
            rollout.reason(),
            rollout.message()));
  }

  private static boolean hasServers(PythonService service) {
    return service.getSpec().process() != null || !service.getSpec().servers().isEmpty();
  }

  private static Replicas replicas(Deployment deployment) {
    Map<String, String> labels = deployment.getSpec().getSelector().getMatchLabels();
    return new Replicas(
        ServingDecisions.replicas(deployment),
        ServingDecisions.ready(deployment),
        labels.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
  }
}

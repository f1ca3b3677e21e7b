package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildLine;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.BuilderImage;
import dev.pythonservice.operator.plan.OperatorScope;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Looks up what decides on a build: its platform, its Jobs and their pods, and the other builds of
 * the platform. Jobs and pods are watched in the build namespaces and in those of services, by the
 * labels that the operator gives them.
 */
@Singleton
public final class BuildResolver {

  private final OperatorScope scope;
  private final BuilderImage builder;
  private final Set<String> watched;
  private final CompactStores stores;

  BuildResolver(
      OperatorScope scope,
      BuilderImage builder,
      @ConfigProperty(name = "pythonservice.watched-namespaces") Optional<Set<String>> watched,
      CompactStores stores) {
    this.scope = scope;
    this.builder = builder;
    this.watched = new TreeSet<>(watched.orElse(Set.of()));
    this.stores = stores;
  }

  /** What is decided on for a build. */
  public BuildInputs resolve(PythonBuild build, Context<PythonBuild> context, Instant now) {
    BuildsInLine inLine = BuildsInLine.of(build.getSpec().platform(), context);
    Optional<PythonPlatform> platform = context.getSecondaryResource(PythonPlatform.class);
    List<Job> jobs = own(Job.class, build, context);
    List<Pod> pods = own(Pod.class, build, context);
    return new BuildInputs(
        build,
        platform,
        scope,
        builder,
        BuildAttempts.latest(jobs, pods, now),
        BuildAttempts.latestWheels(jobs, pods, now),
        BuildLine.of(
            build,
            inLine.builds(),
            inLine.withJob(),
            platform.map(found -> found.getMetadata().getGeneration()),
            now),
        now,
        BuildAttempts.latestTests(jobs, pods, now),
        BuildAttempts.latestReport(jobs, pods, now));
  }

  /** How many builds are in a phase; those that nobody has looked at yet are pending. */
  public long count(Phase phase, EventSourceContext<PythonBuild> context) {
    return BuildIndex.count(phase, context);
  }

  /** The builds that have results of checks. */
  public Stream<PythonBuild> checked(EventSourceContext<PythonBuild> context) {
    return BuildIndex.checked(context);
  }

  /** Events on the platform, on Jobs and on their pods. */
  public List<EventSource<?, PythonBuild>> eventSources(EventSourceContext<PythonBuild> context) {
    BuildIndex.prepare(context);
    return List.of(jobs(context), pods(context), platforms(context));
  }

  /**
   * Images are built, and reports put beside them, in build namespaces; wheels are built, and tests
   * run, in those of services.
   */
  private <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> namespaces(
      InformerEventSourceConfiguration.Builder<T> builder) {
    if (watched.isEmpty()) {
      return builder.withWatchAllNamespaces();
    }
    Set<String> all = new TreeSet<>(watched);
    all.addAll(scope.buildNamespaces());
    return builder.withNamespaces(all);
  }

  /** A Job's event is also one for the builds that wait for its end. */
  private InformerEventSource<Job, PythonBuild> jobs(EventSourceContext<PythonBuild> context) {
    return new InformerEventSource<>(
        namespaces(InformerEventSourceConfiguration.from(Job.class, PythonBuild.class))
            .withLabelSelector(BuildLabels.ALL_SELECTOR)
            .<PythonBuild>withPrimaryToSecondaryMapper(this::jobsOf)
            .withSecondaryToPrimaryMapper(job ->
                Stream.concat(buildOf(job).stream(), waiting(context)).collect(Collectors.toSet()))
            .build(),
        context);
  }

  /**
   * The last attempt that its status knows, and the one that it may not know yet. Wheels may be
   * those of an earlier attempt.
   */
  private Set<ResourceID> jobsOf(PythonBuild build) {
    Optional<PythonBuildStatus> status = Optional.ofNullable(build.getStatus());
    int known = status.map(PythonBuildStatus::attempts).orElse(0);
    Stream<ResourceID> images =
        scope.buildNamespaces().stream()
            .flatMap(namespace ->
                Stream.of(known, known + 1)
                    .flatMap(attempt ->
                        Stream.of(
                            BuildOrder.jobName(build, attempt),
                            BuildOrder.reportJobName(build, attempt)))
                    .map(name -> new ResourceID(name, namespace)));
    Stream<ResourceID> wheels =
        Stream.concat(
                status.map(PythonBuildStatus::wheels).map(Wheels::job).stream(),
                Stream.of(known, known + 1).map(attempt -> BuildOrder.wheelJobName(build, attempt)))
            .map(name -> new ResourceID(name, build.getMetadata().getNamespace()));
    Stream<ResourceID> tests =
        Stream.of(known, known + 1)
            .map(attempt -> BuildOrder.testJobName(build, attempt))
            .map(name -> new ResourceID(name, build.getMetadata().getNamespace()));
    return Stream.of(images, wheels, tests).flatMap(ids -> ids).collect(Collectors.toSet());
  }

  private InformerEventSource<Pod, PythonBuild> pods(EventSourceContext<PythonBuild> context) {
    InformerEventSourceConfiguration.Builder<Pod> builder =
        namespaces(InformerEventSourceConfiguration.from(Pod.class, PythonBuild.class))
            .withLabelSelector(BuildLabels.ALL_SELECTOR)
            .withSecondaryToPrimaryMapper(pod -> buildOf(pod).stream().collect(Collectors.toSet()));
    if (watched.isEmpty()) {
      stores.of(Pod.class).ifPresent(builder::withItemStore);
    }
    return new InformerEventSource<>(builder.build(), context);
  }

  private static InformerEventSource<PythonPlatform, PythonBuild> platforms(
      EventSourceContext<PythonBuild> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(PythonPlatform.class, PythonBuild.class)
            .withWatchAllNamespaces()
            .withOnUpdateFilter(ServiceResolver::matters)
            .<PythonBuild>withPrimaryToSecondaryMapper(
                build -> Set.of(new ResourceID(build.getSpec().platform())))
            .withSecondaryToPrimaryMapper(platform ->
                BuildIndex.of(platform.getMetadata().getName(), context.getPrimaryCache())
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static Stream<ResourceID> waiting(EventSourceContext<PythonBuild> context) {
    return Stream.of(Phase.Pending, Phase.Failed)
        .flatMap(phase -> BuildIndex.in(phase, context.getPrimaryCache()))
        .map(ResourceID::fromResource);
  }

  static Optional<ResourceID> buildOf(HasMetadata object) {
    return BuildLabels.namespaceOf(object)
        .flatMap(
            namespace -> BuildLabels.buildOf(object).map(name -> new ResourceID(name, namespace)));
  }

  /** Those of this very build, not of an earlier one of its name. */
  private static <T extends HasMetadata> List<T> own(
      Class<T> type, PythonBuild build, Context<PythonBuild> context) {
    String uid = build.getMetadata().getUid();
    return context
        .getSecondaryResourcesAsStream(type)
        .filter(object -> BuildLabels.buildUidOf(object).filter(uid::equals).isPresent())
        .toList();
  }
}

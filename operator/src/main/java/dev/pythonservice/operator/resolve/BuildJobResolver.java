package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.BuildLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks up whether the build of a Job is there. */
@Singleton
public final class BuildJobResolver {

  private final Set<String> watched;
  private final CompactStores stores;

  BuildJobResolver(
      @ConfigProperty(name = "pythonservice.watched-namespaces") Optional<Set<String>> watched,
      CompactStores stores) {
    this.watched = new TreeSet<>(watched.orElse(Set.of()));
    this.stores = stores;
  }

  /**
   * Whether builds of a Job's namespace are looked after here; others may be another operator's.
   */
  public boolean isServed(Job job) {
    return watched.isEmpty() || BuildLabels.namespaceOf(job).filter(watched::contains).isPresent();
  }

  /** Whether a Job's build is there, as far as is known. */
  public boolean hasBuild(Job job, Context<Job> context) {
    return context
        .getSecondaryResource(PythonBuild.class)
        .filter(build -> isOf(job, build))
        .isPresent();
  }

  /** Events on builds that go. */
  public List<EventSource<?, Job>> eventSources(EventSourceContext<Job> context) {
    InformerEventSourceConfiguration.Builder<PythonBuild> builder =
        namespaces(InformerEventSourceConfiguration.from(PythonBuild.class, Job.class))
            .withOnAddFilter(build -> false)
            .withOnUpdateFilter((after, before) -> false)
            .<Job>withPrimaryToSecondaryMapper(
                job -> buildOf(job).stream().collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(build ->
                context
                    .getPrimaryCache()
                    .list(job -> isOf(job, build))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()));
    stores.of(PythonBuild.class, BuildJobResolver::identityOf).ifPresent(builder::withItemStore);
    builder.withInformerListLimit(CompactStores.PAGE);
    return List.of(new InformerEventSource<>(builder.build(), context));
  }

  /** All that is asked of a build here is whether it is the one that a Job names. */
  private static PythonBuild identityOf(PythonBuild build) {
    PythonBuild identity = new PythonBuild();
    identity.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(build.getMetadata().getNamespace())
            .withName(build.getMetadata().getName())
            .withUid(build.getMetadata().getUid())
            .withResourceVersion(build.getMetadata().getResourceVersion())
            .build());
    return identity;
  }

  private InformerEventSourceConfiguration.Builder<PythonBuild> namespaces(
      InformerEventSourceConfiguration.Builder<PythonBuild> builder) {
    return watched.isEmpty() ? builder.withWatchAllNamespaces() : builder.withNamespaces(watched);
  }

  private static Optional<ResourceID> buildOf(Job job) {
    return BuildLabels.namespaceOf(job)
        .flatMap(
            namespace -> BuildLabels.buildOf(job).map(name -> new ResourceID(name, namespace)));
  }

  private static boolean isOf(Job job, HasMetadata build) {
    return BuildLabels.buildUidOf(job).filter(build.getMetadata().getUid()::equals).isPresent();
  }
}

package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Lookup.Failed;
import dev.pythonservice.operator.plan.Lookup.Found;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.Revision;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The exact revision of each service's source, as far as it is known. */
@Singleton
public final class SourceRevisions {

  private final LookupMachinery machinery;
  private final OperatorScope scope;
  private final Lookups<SourceKey, Revision> lookups;
  private final ConfigMapSources configMaps;
  private final SourceQueries queries;

  SourceRevisions(
      LookupMachinery machinery, OperatorScope scope, ClusterReads reads, Outsides outsides) {
    this.machinery = machinery;
    this.scope = scope;
    this.lookups = new Lookups<>(machinery);
    this.configMaps = new ConfigMapSources(machinery.clock(), reads);
    this.queries = new SourceQueries(reads, outsides);
  }

  /**
   * What is known of the source of a service, without waiting. From the first time on the source is
   * looked up at the platform's interval, and a reconcile of the service is triggered when that
   * brings something new.
   *
   * <p>Times are those of the service's status where the revision is the one there. After a restart
   * of the operator what the status says counts as found before, as long as the service has not
   * been changed since.
   */
  public Lookup<Revision> of(PythonService service, PythonPlatform platform) {
    ResourceID who = ResourceID.fromResource(service);
    Optional<SourceKey> key = SourceKey.of(service, platform);
    if (key.isEmpty()) {
      lookups.forget(who);
    }
    if (service.getSpec().source().configMap() == null) {
      configMaps.forget(who);
    }
    Lookup<Revision> known =
        SourceProblems.of(service.getSpec().source())
            .<Lookup<Revision>>map(this::refused)
            .or(() -> pinned(service.getSpec().source()).map(this::found))
            .or(() -> key.map(question -> lookedUp(service, platform, question)))
            .or(() ->
                Optional.ofNullable(service.getSpec().source().configMap())
                    .map(source -> configMaps.of(who, source)))
            .orElseGet(Lookup::pending);
    return remembered(known, service);
  }

  /** Triggers reconciles when there is news, and when the annotation for it asks for a look-up. */
  public EventSource<Void, PythonService> eventSource(EventSourceContext<PythonService> context) {
    return new LookupEventSource(
        "source revisions", context.getPrimaryCache(), news(), machinery.clock());
  }

  /** What the event source listens to. */
  NewsSource news() {
    return new BothLookups(lookups, configMaps);
  }

  private Lookup<Revision> lookedUp(
      PythonService service, PythonPlatform platform, SourceKey question) {
    Surroundings surroundings = Surroundings.of(platform, scope);
    return lookups.of(
        ResourceID.fromResource(service),
        new Asking<>(
            question,
            surroundings,
            Optional.of(surroundings.interval()),
            Optional.empty(),
            queries.of(question, surroundings)),
        Refresh.of(service));
  }

  private Lookup<Revision> found(Revision revision) {
    return new Found<>(revision, machinery.clock().instant());
  }

  private Lookup<Revision> refused(String message) {
    return new Failed<>(
        Optional.empty(), SourceReasons.INVALID, message, machinery.clock().instant());
  }

  /** A revision that cannot move. */
  private static Optional<Revision> pinned(Source source) {
    Optional<Revision> commit =
        Optional.ofNullable(source.git())
            .flatMap(git -> Optional.ofNullable(git.commit()))
            .map(id -> new Revision(id, Optional.empty()));
    return commit.or(() ->
        Optional.ofNullable(source.oci())
            .map(Source.Oci::reference)
            .filter(reference -> reference.contains("@"))
            .map(reference ->
                new Revision(reference.substring(reference.indexOf('@') + 1), Optional.empty())));
  }

  private static Lookup<Revision> remembered(Lookup<Revision> known, PythonService service) {
    Optional<Found<Revision>> before = inStatus(service);
    return switch (known) {
      case Found<Revision> found ->
          before
              .filter(old -> old.value().equals(found.value()))
              .<Lookup<Revision>>map(old -> old)
              .orElse(found);
      case Failed<Revision> failed ->
          new Failed<>(
              failed.last().or(() -> before.filter(old -> isOfThisSource(service))),
              failed.reason(),
              failed.message(),
              failed.since());
      case Lookup.Pending<Revision> pending -> pending;
    };
  }

  private static Optional<Found<Revision>> inStatus(PythonService service) {
    return Optional.ofNullable(service.getStatus())
        .map(PythonServiceStatus::source)
        .flatMap(source ->
            Optional.ofNullable(source.foundAt())
                .map(foundAt ->
                    new Found<>(
                        new Revision(source.revision(), Optional.ofNullable(source.ref())),
                        foundAt)));
  }

  /** The status does not say where its revision is from, but which generation it is about. */
  private static boolean isOfThisSource(PythonService service) {
    return Optional.ofNullable(service.getStatus())
        .map(PythonServiceStatus::observedGeneration)
        .filter(observed -> observed.equals(service.getMetadata().getGeneration()))
        .isPresent();
  }
}

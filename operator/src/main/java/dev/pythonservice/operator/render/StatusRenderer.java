package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.PreviewTally;
import dev.pythonservice.operator.plan.Previews;
import dev.pythonservice.operator.plan.ServiceReport;
import dev.pythonservice.operator.plan.ServiceReport.Replicas;
import dev.pythonservice.operator.plan.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From what was decided to a status; to nothing when the object has that status already.
 *
 * @param reporter who tells of changes
 */
public record StatusRenderer(EventReporter reporter) {

  /**
   * What is to be written about a platform.
   *
   * @param previews what would become of its services with other versions of checkers; empty while
   *     that is not known
   */
  public Optional<StatusUpdate<PythonPlatform>> render(
      PythonPlatform platform,
      Verdict verdict,
      Optional<List<PreviewState>> previews,
      Instant now) {
    Optional<PythonPlatformStatus> before = Optional.ofNullable(platform.getStatus());
    List<Condition> conditions = before.map(PythonPlatformStatus::conditions).orElse(List.of());
    long generation = platform.getMetadata().getGeneration();
    List<PreviewState> known = before.map(PythonPlatformStatus::checkerPreviews).orElse(List.of());
    List<PreviewState> told =
        previews.orElseGet(() -> PreviewTally.stillTrue(known, Previews.tried(platform)));
    PythonPlatformStatus after =
        new PythonPlatformStatus(
            generation,
            new Conditions(conditions, generation, now).after(verdict),
            null,
            List.of(),
            told);
    if (before.filter(after::equals).isPresent()) {
      return Optional.empty();
    }
    PythonPlatform patch = new PythonPlatform();
    patch.setMetadata(identityOf(platform));
    patch.setStatus(after);
    List<Event> events =
        Stream.concat(
                news(platform, verdict, conditions, now).stream(),
                PreviewTally.news(known, told).stream()
                    .map(news -> reporter.verdictOn(platform, news, now)))
            .toList();
    return Optional.of(new StatusUpdate<>(patch, events));
  }

  /** What is to be written about a service. */
  public Optional<StatusUpdate<PythonService>> render(
      PythonService service, ServiceReport report, Instant now) {
    Optional<PythonServiceStatus> before = Optional.ofNullable(service.getStatus());
    List<Condition> conditions = before.map(PythonServiceStatus::conditions).orElse(List.of());
    long generation = service.getMetadata().getGeneration();
    Optional<Release> release = before.map(PythonServiceStatus::release);
    ServiceReport.Shown shown = report.shown();
    PythonServiceStatus after =
        new PythonServiceStatus(
            generation,
            new Conditions(conditions, generation, now).after(report.verdict(), report.aspects()),
            shown.resolved().orElse(null),
            shown.source().orElse(null),
            shown.latestBuild().orElse(null),
            shown
                .served()
                .map(build -> release(build, release, now))
                .or(() -> release)
                .orElse(null),
            shown.endpoints(),
            shown.replicas().map(Replicas::all).orElse(null),
            shown.replicas().map(Replicas::ready).orElse(null),
            shown.replicas().map(Replicas::selector).orElse(null),
            shown.placement().orElse(null),
            shown.architectures(),
            shown.exploration().orElse(null),
            shown.jobs(),
            shown.performance().orElse(null),
            shown.dashboard().orElse(null),
            shown.stack().orElse(null),
            report.updates().orElse(null));
    if (before.filter(after::equals).isPresent()) {
      return Optional.empty();
    }
    PythonService patch = new PythonService();
    patch.setMetadata(identityOf(service));
    patch.setStatus(after);
    List<Event> events =
        Stream.concat(
                news(service, report.verdict(), conditions, now).stream(),
                report.news().stream().map(told -> reporter.verdictOn(service, told, now)))
            .toList();
    return Optional.of(new StatusUpdate<>(patch, events));
  }

  /** A release that goes on keeps its time. */
  private static Release release(PythonBuild build, Optional<Release> before, Instant now) {
    String name = build.getMetadata().getName();
    return before
        .filter(same -> same.build().equals(name))
        .orElseGet(() ->
            new Release(
                name,
                Objects.requireNonNull(build.getStatus().image(), "a build that serves has one"),
                build.getSpec().revision(),
                now.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** With the UID, so that a status never lands on a later object of the same name. */
  static ObjectMeta identityOf(HasMetadata object) {
    return new ObjectMetaBuilder()
        .withUid(object.getMetadata().getUid())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .build();
  }

  /** People are told when {@code Ready} changes its status or its reason. */
  private List<Event> news(
      HasMetadata object, Verdict verdict, List<Condition> before, Instant now) {
    return Conditions.sayTheSame(before, verdict)
        ? List.of()
        : List.of(reporter.verdictOn(object, verdict, now));
  }
}

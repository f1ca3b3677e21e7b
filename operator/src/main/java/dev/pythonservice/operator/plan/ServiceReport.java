package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Performance;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.SourceRevision;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.UpdatesState;
import dev.pythonservice.api.v1alpha1.Stack;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How things stand with a service.
 *
 * @param verdict all of it together
 * @param aspects its parts, in the order of their conditions
 * @param shown what is shown beside the conditions
 * @param news what people are told besides: of architectures that come first now or are explored,
 *     of a release that is worse than it should be
 * @param lookAgainAt when time alone may change it
 * @param updates how far it is with looking for updates; empty where nobody looks
 */
public record ServiceReport(
    Verdict verdict,
    List<Aspect> aspects,
    Shown shown,
    List<Verdict> news,
    Optional<Instant> lookAgainAt,
    Optional<UpdatesState> updates) {

  public ServiceReport {
    aspects = List.copyOf(aspects);
    news = List.copyOf(news);
  }

  /** The same, to be looked at again at that time. */
  public ServiceReport lookingAgainAt(Instant time) {
    return new ServiceReport(verdict, aspects, shown, news, Optional.of(time), updates);
  }

  /** The same with what is to be done about updates, after all else. */
  public ServiceReport with(UpdatePlan plan) {
    return new ServiceReport(
        verdict,
        Stream.concat(aspects.stream(), plan.aspect().stream()).toList(),
        shown,
        Stream.concat(news.stream(), plan.news().stream()).toList(),
        Stream.concat(lookAgainAt.stream(), plan.lookAgainAt().stream())
            .min(Comparator.naturalOrder()),
        plan.state());
  }

  /**
   * What a status shows of a service beside its conditions.
   *
   * @param resolved what was taken for fields that it left out
   * @param source the revision of the source that was last found
   * @param latestBuild name of the build for that revision
   * @param served the build whose pods have replaced those of the one before; empty while that is
   *     still to come
   * @param endpoints where the servers answer
   * @param replicas what is known of the pods
   * @param placement the architectures that may be used
   * @param architectures what is known of each architecture
   * @param exploration how far it is with exploring an architecture
   * @param jobs the last run of each job
   * @param performance what was measured of the release and of the one before
   * @param dashboard address of its dashboard
   * @param stack which engine serves each layer of the release
   */
  public record Shown(
      Optional<Resolved> resolved,
      Optional<SourceRevision> source,
      Optional<String> latestBuild,
      Optional<PythonBuild> served,
      List<Endpoint> endpoints,
      Optional<Replicas> replicas,
      Optional<Placement> placement,
      List<ArchitectureState> architectures,
      Optional<Exploration> exploration,
      List<JobState> jobs,
      Optional<Performance> performance,
      Optional<String> dashboard,
      Optional<Stack> stack) {

    public Shown {
      endpoints = List.copyOf(endpoints);
      architectures = List.copyOf(architectures);
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * Pods of the servers or the process.
   *
   * @param all their number
   * @param ready how many of them are ready
   * @param selector their labels, as {@code kubectl --selector} takes them
   */
  public record Replicas(int all, int ready, String selector) {}
}

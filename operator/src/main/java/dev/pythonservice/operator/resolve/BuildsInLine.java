package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.BuildLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The builds of a platform that run or want to, of whom {@link
 * dev.pythonservice.operator.plan.BuildLine} makes the line.
 *
 * @param builds those that have not succeeded, and those whose Job has not ended
 * @param withJob the UIDs of builds whose Job is there and has not ended
 */
record BuildsInLine(Collection<PythonBuild> builds, Set<String> withJob) {

  static BuildsInLine of(String platform, Context<PythonBuild> context) {
    // Jobs before builds: who got a Job in between is then counted once, as one that waits.
    Map<String, Optional<PythonBuild>> running = running(context);
    Map<String, PythonBuild> builds = new HashMap<>();
    Stream.concat(
            BuildIndex.unfinished(context.getPrimaryCache()),
            running.values().stream().flatMap(Optional::stream))
        .filter(build -> build.getSpec().platform().equals(platform))
        .forEach(build -> builds.put(build.getMetadata().getUid(), build));
    return new BuildsInLine(builds.values(), running.keySet());
  }

  /** By the UIDs that the Jobs name; of some the build itself is gone. */
  private static Map<String, Optional<PythonBuild>> running(Context<PythonBuild> context) {
    EventSource<Job, PythonBuild> jobs =
        context.eventSourceRetriever().getEventSourceFor(Job.class);
    Map<String, Optional<PythonBuild>> running = new HashMap<>();
    if (jobs instanceof Cache<?> cache) {
      cache
          .list()
          .map(Job.class::cast)
          .filter(BuildAttempts::isUnfinished)
          .forEach(job ->
              BuildLabels.buildUidOf(job)
                  .ifPresent(uid -> {
                    Optional<PythonBuild> build = buildOf(job, uid, context);
                    if (takesAPlace(job, build)) {
                      running.put(uid, build);
                    }
                  }));
    }
    return running;
  }

  private static Optional<PythonBuild> buildOf(
      HasMetadata job, String uid, Context<PythonBuild> context) {
    return BuildResolver.buildOf(job)
        .flatMap(context.getPrimaryCache()::get)
        .filter(build -> build.getMetadata().getUid().equals(uid));
  }

  /**
   * Wheels that wait for the next attempt of a build that rests take nobody's place; nor do tests,
   * which have only what their own namespace lets them have, and their report, which is soon away.
   */
  private static boolean takesAPlace(Job job, Optional<PythonBuild> build) {
    if (BuildLabels.isComponent(job, BuildLabels.TEST_COMPONENT)
        || BuildLabels.isComponent(job, BuildLabels.REPORT_COMPONENT)) {
      return false;
    }
    return !BuildLabels.isForWheels(job)
        || build.filter(found -> BuildIndex.phaseOf(found) == Phase.Building).isPresent();
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.operator.plan.PodWords.PodTrouble;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/** Whether the pods of a release have replaced those of the one before. */
public final class ServingDecisions {

  /** The pods' annotation that names the build whose image they run. */
  public static final String BUILD_ANNOTATION = "pythonservice.dev/build";

  private ServingDecisions() {}

  /**
   * The verdict on a release.
   *
   * @param build name of the build that is to serve
   * @param running what the cluster shows
   */
  public static Verdict decide(String build, Running running) {
    return running
        .deployment()
        .map(deployment -> decide(build, deployment, running.pods()))
        .orElseGet(() ->
            Verdict.reconciling(
                "Deploying", "The Deployment of %s is being made".formatted(build)));
  }

  private static Verdict decide(String build, Deployment deployment, List<Pod> pods) {
    if (isComplete(build, deployment)) {
      return Verdict.ready("Serving", "%s serves".formatted(build));
    }
    // What explores an architecture may fail without the service being in trouble.
    List<Pod> own =
        pods.stream().filter(pod -> runs(pod, build) && !WorkloadLabels.isExploring(pod)).toList();
    Optional<PodTrouble> trouble = PodWords.of(own);
    String meanwhile = answers(deployment) ? "; the release before goes on serving" : "";
    if (deadlinePassed(build, deployment) || trouble.filter(PodTrouble::lasting).isPresent()) {
      return Verdict.stalled(
          trouble.map(PodTrouble::reason).orElse("ProgressDeadlineExceeded"),
          "The pods of %s do not become ready: %s%s"
              .formatted(
                  build,
                  trouble
                      .map(PodTrouble::message)
                      .orElse("they did not in the time that startupSeconds allows"),
                  meanwhile));
    }
    return Verdict.reconciling(
        "RollingOut",
        "The pods of %s are starting%s%s"
            .formatted(build, trouble.map(words -> ": " + words.message()).orElse(""), meanwhile));
  }

  /** All pods are of this build, the asked number of them, and available. */
  private static boolean isComplete(String build, Deployment deployment) {
    DeploymentStatus status = status(deployment);
    int asked = number(deployment.getSpec().getReplicas());
    return isOf(build, deployment)
        && isObserved(deployment)
        && number(status.getUpdatedReplicas()) >= asked
        && number(status.getReplicas()) <= number(status.getUpdatedReplicas())
        && number(status.getAvailableReplicas()) >= asked;
  }

  private static boolean isOf(String build, Deployment deployment) {
    return build.equals(
        deployment.getSpec().getTemplate().getMetadata().getAnnotations().get(BUILD_ANNOTATION));
  }

  static boolean runs(Pod pod, String build) {
    return build.equals(pod.getMetadata().getAnnotations().get(BUILD_ANNOTATION))
        && pod.getMetadata().getDeletionTimestamp() == null;
  }

  private static boolean isObserved(Deployment deployment) {
    Long observed = status(deployment).getObservedGeneration();
    return observed != null && observed >= deployment.getMetadata().getGeneration();
  }

  private static boolean deadlinePassed(String build, Deployment deployment) {
    return isOf(build, deployment)
        && isObserved(deployment)
        && status(deployment).getConditions().stream()
            .filter(condition -> condition.getType().equals("Progressing"))
            .map(DeploymentCondition::getReason)
            .anyMatch("ProgressDeadlineExceeded"::equals);
  }

  /** Whether a pod answers, of whatever release. */
  static boolean answers(Deployment deployment) {
    return number(status(deployment).getAvailableReplicas()) > 0;
  }

  static int replicas(Deployment deployment) {
    return number(status(deployment).getReplicas());
  }

  static int ready(Deployment deployment) {
    return number(status(deployment).getReadyReplicas());
  }

  private static DeploymentStatus status(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
  }

  private static int number(Integer value) {
    return value == null ? 0 : value;
  }
}

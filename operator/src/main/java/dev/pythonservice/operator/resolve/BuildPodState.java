package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Succeeded;
import dev.pythonservice.operator.plan.BuildResult;
import dev.pythonservice.operator.plan.BuilderImage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a build pod shows of its attempt.
 *
 * @param pod the pod
 * @param container the name of the container that works, which may be an init container
 * @param work what it works at, for people
 * @param seen when it was seen, for ends that have no time
 */
record BuildPodState(Pod pod, String container, Work work, Instant seen) {

  private static final String CONTAINER = "build";

  /**
   * What a container works at.
   *
   * @param things what it builds, such as {@code wheels}
   * @param setting the operator's setting that names its image
   */
  record Work(String things, String setting) {}

  /** The state of a pod that builds an image. */
  static BuildPodState ofImage(Pod pod, Instant seen) {
    return new BuildPodState(pod, CONTAINER, new Work("image", BuilderImage.SETTING), seen);
  }

  /** The kubelet tells two names for the same in turns; both are one here. */
  private static final Set<String> NOT_PULLED =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

  private static final Set<String> NOT_CREATED =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** How the attempt ended or what holds it up; empty while it goes on. */
  Optional<Attempt.State> state() {
    return takenAway().or(this::ended).or(this::held);
  }

  /**
   * A pod that its node or the cluster took away, by the kubelet's word or by the condition that
   * Kubernetes sets before it deletes.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions">Pod
   *     disruption conditions</a>
   */
  Optional<Attempt.State> takenAway() {
    return takenAwayBy()
        .map(why ->
            failed(
                seen,
                Reason.Evicted,
                "The build's pod was taken away, %s; it is built again".formatted(why)));
  }

  /** Who took the pod away, and why, in words; empty when nobody did. */
  Optional<String> takenAwayBy() {
    Optional<String> byKubelet =
        status()
            .filter(status -> "Evicted".equals(status.getReason()))
            .map(status -> "its node evicted it: " + status.getMessage());
    Optional<String> byCluster =
        condition("DisruptionTarget")
            .filter(condition -> condition.getStatus().equals("True"))
            .map(condition -> "%s: %s".formatted(condition.getReason(), condition.getMessage()));
    Optional<String> byLoss =
        status()
            .filter(status -> "NodeLost".equals(status.getReason()))
            .map(status -> "its node does not answer any more");
    return Stream.of(byKubelet, byCluster, byLoss).flatMap(Optional::stream).findFirst();
  }

  Optional<Attempt.State> ended() {
    // A pod that is being deleted ends for a reason that its Job knows.
    return pod.getMetadata().getDeletionTimestamp() == null
        ? containerState().map(ContainerState::getTerminated).map(this::end)
        : Optional.empty();
  }

  /** How the container ended; empty while it has not. */
  Optional<ContainerStateTerminated> terminated() {
    return containerState().map(ContainerState::getTerminated);
  }

  /** When the container ended. */
  Instant timeOf(ContainerStateTerminated end) {
    return Optional.ofNullable(end.getFinishedAt()).map(Instant::parse).orElse(seen);
  }

  private Attempt.State end(ContainerStateTerminated end) {
    Instant at = timeOf(end);
    if ("OOMKilled".equals(end.getReason())) {
      return failed(
          at,
          Reason.OutOfMemory,
          "The build needed more memory than its limit of %s; raise spec.builds.resources.limits.memory of the PythonPlatform"
              .formatted(memoryLimit()));
    }
    if (Set.of("StartError", "ContainerCannotRun", "ContainerStatusUnknown")
        .contains(String.valueOf(end.getReason()))) {
      return failed(
          at,
          Reason.Machine,
          "The node could not run the builder (%s): %s"
              .formatted(end.getReason(), String.valueOf(end.getMessage()).strip()));
    }
    TerminationMessage message = message(end);
    return message
        .result()
        .or(() -> message.update().map(BuildResult::of))
        .or(() -> message.previews().map(BuildResult::of))
        .<Attempt.State>map(result -> new Succeeded(at, result))
        .orElseGet(() ->
            new Failed(at, message.failure(), message.feasibility(), message.lackingWheels()));
  }

  /** What the container said at its end; empty while it has not ended. */
  Optional<TerminationMessage> message() {
    return containerState().map(ContainerState::getTerminated).map(BuildPodState::message);
  }

  private static TerminationMessage message(ContainerStateTerminated end) {
    return new TerminationMessage(
        end.getExitCode(), Optional.ofNullable(end.getMessage()).orElse(""));
  }

  /** Whether the container has run at all. */
  boolean hasBegun() {
    return containerState().filter(state -> state.getWaiting() == null).isPresent();
  }

  /** Whether the pod answers. */
  boolean isReady() {
    return pod.getMetadata().getDeletionTimestamp() == null
        && condition("Ready").filter(ready -> ready.getStatus().equals("True")).isPresent();
  }

  /** Why the node cannot pull the container's image; empty while it can. */
  Optional<String> notPulled() {
    return waits().filter(NOT_PULLED::contains);
  }

  /** Why the node cannot make the container; empty while it can. */
  Optional<String> notCreated() {
    return waits().filter(NOT_CREATED::contains);
  }

  private Optional<String> waits() {
    return containerState().map(ContainerState::getWaiting).map(ContainerStateWaiting::getReason);
  }

  Optional<Attempt.State> held() {
    Optional<Attempt.State> notPulled =
        notPulled()
            .map(reason ->
                new Held(
                    "BuilderImageNotPulled",
                    "The node cannot pull the builder's image %s; correct the operator's setting %s, or give the nodes access to its registry"
                        .formatted(image(), work.setting())));
    Optional<Attempt.State> notCreated =
        notCreated()
            .map(reason ->
                new Held(
                    "BuildPodNotStarted",
                    "The node cannot start the builder (%s); see 'kubectl describe pod %s --namespace %s'"
                        .formatted(
                            reason,
                            pod.getMetadata().getName(),
                            pod.getMetadata().getNamespace())));
    return notPulled.or(() -> notCreated).or(this::notScheduled);
  }

  /** Whether no node takes the pod. */
  boolean isUnschedulable() {
    return condition("PodScheduled").filter(found -> found.getStatus().equals("False")).isPresent();
  }

  private Optional<Attempt.State> notScheduled() {
    return Optional.of(pod)
        .filter(_ -> isUnschedulable())
        .map(_ ->
            new Held(
                "BuildPodNotScheduled",
                "No node takes the build's pod; see 'kubectl describe pod %s --namespace %s', and spec.builds of the PythonPlatform for what it asks for"
                    .formatted(pod.getMetadata().getName(), pod.getMetadata().getNamespace())));
  }

  private static Attempt.State failed(Instant at, Reason reason, String message) {
    return new Failed(at, new Failure(reason, message));
  }

  private Optional<PodStatus> status() {
    return Optional.ofNullable(pod.getStatus());
  }

  private Optional<PodCondition> condition(String type) {
    return status().stream()
        .map(PodStatus::getConditions)
        .flatMap(Collection::stream)
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private Optional<ContainerState> containerState() {
    return status().stream()
        .flatMap(
            status -> Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses()))
        .flatMap(List::stream)
        .filter(status -> status.getName().equals(container))
        .map(ContainerStatus::getState)
        .filter(state -> state != null)
        .findFirst();
  }

  private Optional<Container> worker() {
    return Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
        .flatMap(List::stream)
        .filter(one -> one.getName().equals(container))
        .findFirst();
  }

  String image() {
    return worker().map(Container::getImage).orElse("");
  }

  String memoryLimit() {
    return worker()
        .map(Container::getResources)
        .map(ResourceRequirements::getLimits)
        .map(limits -> limits.get("memory"))
        .map(Object::toString)
        .orElse("the node");
  }
}

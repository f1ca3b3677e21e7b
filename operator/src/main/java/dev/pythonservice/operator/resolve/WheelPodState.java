package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Serves;
import dev.pythonservice.operator.plan.BuilderImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pod shows of the wheels that it builds, and then gives away.
 *
 * @param pod the pod
 * @param seen when it was seen, for ends that have no time
 */
record WheelPodState(Pod pod, Instant seen) {

  private static final String BUILDING = "wheel";
  private static final String SERVING = "wheels";

  /** In the container's own words, and in those of its setting. */
  private static final BuildPodState.Work WORK =
      new BuildPodState.Work("wheels", BuilderImage.WHEEL_SETTING);

  /** How they stand; empty while they are built. */
  Optional<Attempt.State> state() {
    BuildPodState building = new BuildPodState(pod, BUILDING, WORK, seen);
    BuildPodState serving = new BuildPodState(pod, SERVING, WORK, seen);
    return building
        .takenAway()
        .or(() -> ended(building))
        .or(() -> over(serving))
        .or(this::serves)
        .or(building::held)
        .or(serving::held);
  }

  /** Whether the pod has begun: by then all that it mounts is there. */
  boolean hasBegun() {
    return new BuildPodState(pod, BUILDING, WORK, seen).hasBegun();
  }

  /** A good end of the building is where the giving away begins. */
  private static Optional<Attempt.State> ended(BuildPodState building) {
    return building
        .message()
        .filter(message -> message.wheels().isEmpty())
        .flatMap(_ -> building.ended());
  }

  private Optional<Attempt.State> over(BuildPodState serving) {
    return serving
        .message()
        .flatMap(message ->
            message.exitCode() == 0
                ? Optional.of(
                    new Failed(
                        seen,
                        new Failure(
                            Reason.Evicted,
                            "The wheels were not fetched while there was time; they are built"
                                + " again")))
                : serving.ended());
  }

  private Optional<Attempt.State> serves() {
    BuildPodState building = new BuildPodState(pod, BUILDING, WORK, seen);
    return building
        .message()
        .flatMap(TerminationMessage::wheels)
        .filter(wheels -> building.isReady())
        .flatMap(wheels ->
            address().map(address -> new Serves(place(address, wheels.list()), wheels.unbuilt())));
  }

  private Optional<String> address() {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getPodIP)
        .filter(address -> !address.isEmpty());
  }

  /** IPv6 addresses stand in brackets in URLs (RFC 3986). */
  private static String place(String address, String list) {
    return "http://%s:%d/#%s"
        .formatted(
            address.contains(":") ? "[" + address + "]" : address,
            Attempt.WHEEL_PORT,
            list.replace("sha256:", "sha256="));
  }
}

package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why pods do not run, in their own words: what the kubelet says of an image or a container, and
 * the last lines that a container wrote, which are in its termination message ({@code
 * terminationMessagePolicy: FallbackToLogsOnError}).
 */
final class PodWords {

  /** What a container waits for when it will not start by itself. */
  private static final Set<String> HOPELESS =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** Lines of a container's last words that are worth a place in a condition. */
  private static final int LINES = 8;

  private static final int LONGEST = 700;

  /** Once may be bad luck, such as a database that was late. */
  private static final int LASTING_RESTARTS = 2;

  /** Nothing, or what Python points with under a line of a traceback: it says nothing elsewhere. */
  private static final String POINTER = "[~^]*";

  private static final String CRASHED = "ContainerCrashed";

  private static final String OUT_OF_MEMORY = "OOMKilled";

  private static final Set<String> CRASHES = Set.of(CRASHED, OUT_OF_MEMORY, SmokeTest.FAILED);

  private static final String PULL_ERROR = "ErrImagePull: ";

  private PodWords() {}

  /** What the first pod with trouble says. */
  static Optional<PodTrouble> of(Collection<Pod> pods) {
    return all(pods).findFirst();
  }

  /** What each pod with trouble says, in the order of their names. */
  static Stream<PodTrouble> all(Collection<Pod> pods) {
    return pods.stream()
        .sorted(
            (one, other) -> one.getMetadata().getName().compareTo(other.getMetadata().getName()))
        .flatMap(pod -> trouble(pod).stream());
  }

  /**
   * Trouble of a pod.
   *
   * @param reason in one word, such as {@code CrashLoopBackOff} or {@code OOMKilled}
   * @param message in a sentence, without the pod's generated name
   * @param lasting whether somebody has to change something: the kubelet tries again, and that will
   *     not help
   */
  record PodTrouble(String reason, String message, boolean lasting) {

    /** Whether a container ended by itself, rather than that it could not be started. */
    boolean isOfTheProgram() {
      return CRASHES.contains(reason);
    }
  }

  private static Optional<PodTrouble> trouble(Pod pod) {
    Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
    return status.stream()
        .flatMap(PodWords::containers)
        .flatMap(container -> trouble(container, memoryLimit(pod, container)).stream())
        .findFirst()
        .or(() -> status.flatMap(PodWords::unschedulable))
        .or(() -> status.flatMap(PodWords::unready));
  }

  private static Stream<ContainerStatus> containers(PodStatus status) {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .flatMap(List::stream);
  }

  /** A container that restarts again and again is in one trouble, not in a new one each time. */
  private static Optional<PodTrouble> trouble(ContainerStatus container, String memoryLimit) {
    if (Boolean.TRUE.equals(container.getReady())) {
      return Optional.empty();
    }
    Optional<ContainerStateWaiting> waiting =
        Optional.ofNullable(container.getState())
            .map(ContainerState::getWaiting)
            .filter(state -> HOPELESS.contains(state.getReason()));
    boolean lasting = waiting.isPresent() || container.getRestartCount() >= LASTING_RESTARTS;
    return ended(container)
        .filter(state -> state.getExitCode() != 0)
        .map(state -> crash(container, state, memoryLimit, lasting))
        .or(() -> waiting.map(state -> cannotStart(container, state)));
  }

  private static PodTrouble cannotStart(ContainerStatus container, ContainerStateWaiting state) {
    boolean image = state.getReason().contains("Image");
    return new PodTrouble(
        image ? "ImagePullFailed" : state.getReason(),
        "container %s cannot start: %s"
            .formatted(container.getName(), shortened(cause(state.getMessage()))),
        true);
  }

  /** The kubelet says the same once by itself and once as the reason for waiting. */
  private static @Nullable String cause(@Nullable String message) {
    return message == null || !message.contains(PULL_ERROR)
        ? message
        : message.substring(message.indexOf(PULL_ERROR) + PULL_ERROR.length());
  }

  private static Optional<ContainerStateTerminated> ended(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .map(ContainerState::getTerminated)
        .or(() -> Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated));
  }

  private static PodTrouble crash(
      ContainerStatus container,
      ContainerStateTerminated ended,
      String memoryLimit,
      boolean lasting) {
    String name = container.getName();
    if (OUT_OF_MEMORY.equals(ended.getReason())) {
      return new PodTrouble(
          OUT_OF_MEMORY,
          "container %s used more memory than its limit%s allows; raise resources.limits.memory"
              .formatted(name, memoryLimit),
          lasting);
    }
    String words = shortened(ended.getMessage());
    if (name.equals(SmokeTest.CONTAINER) && SmokeTest.moduleIn(words).isPresent()) {
      return new PodTrouble(SmokeTest.FAILED, words, lasting);
    }
    return new PodTrouble(
        CRASHED,
        "container %s ended with exit code %d%s"
            .formatted(
                name, ended.getExitCode(), words.isEmpty() ? "" : "; its last words: " + words),
        lasting);
  }

  /** Such as {@code of 512Mi}; empty where the pod does not say. */
  private static String memoryLimit(Pod pod, ContainerStatus status) {
    return Optional.ofNullable(pod.getSpec()).stream()
        .flatMap(spec -> Stream.of(spec.getInitContainers(), spec.getContainers()))
        .flatMap(List::stream)
        .filter(container -> container.getName().equals(status.getName()))
        .flatMap(container -> Optional.ofNullable(container.getResources()).stream())
        .flatMap(resources -> Optional.ofNullable(resources.getLimits()).stream())
        .flatMap(limits -> Optional.ofNullable(limits.get("memory")).stream())
        .map(limit -> " of " + limit)
        .findFirst()
        .orElse("");
  }

  private static Optional<PodTrouble> unschedulable(PodStatus status) {
    return condition(status, "PodScheduled")
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .map(condition ->
            new PodTrouble(
                "Unschedulable", "no node has room: " + shortened(condition.getMessage()), false));
  }

  private static Optional<PodTrouble> unready(PodStatus status) {
    return containers(status)
        .filter(container -> !Boolean.TRUE.equals(container.getReady()))
        .filter(container ->
            Optional.ofNullable(container.getState()).map(ContainerState::getRunning).isPresent())
        .findFirst()
        .map(container ->
            new PodTrouble(
                "NotReady",
                "container %s runs, but its probe does not succeed".formatted(container.getName()),
                false));
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .filter(condition -> "False".equals(condition.getStatus()))
        .findFirst();
  }

  /** The end of what was said: a traceback has its cause in its last line. */
  private static String shortened(@Nullable String words) {
    if (words == null) {
      return "";
    }
    List<String> lines =
        words.lines().map(String::strip).filter(line -> !line.matches(POINTER)).toList();
    String last =
        String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    return last.length() <= LONGEST ? last : "…" + last.substring(last.length() - LONGEST);
  }
}

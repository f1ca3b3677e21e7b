package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.TestDebt;
import dev.pythonservice.operator.plan.TestReport;
import dev.pythonservice.operator.plan.TestReport.InLog;
import dev.pythonservice.operator.plan.TestReport.Missing;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a pod shows of the tests in it. What the tests do is a verdict on the project; what becomes
 * of their pod is not, and they are run again.
 *
 * @param pod the pod
 * @param debt which failed tests are debt
 * @param seen when it was seen, for ends that have no time
 */
record TestPodState(Pod pod, TestDebt debt, Instant seen) {

  /** The container that copies the project's files. */
  private static final String COPYING = "files";

  private static final String TESTING = "tests";

  /** How long after the tests what is said of their report may be waited for. */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** Longest that is kept of what a container says instead, in characters. */
  private static final int LONGEST_WHY = 512;

  /** The kubelet's reason for a pod that took longer than its {@code activeDeadlineSeconds}. */
  private static final String DEADLINE = "DeadlineExceeded";

  /** With the sentence around them they fit into a check's message, of 2,048 characters. */
  private static final int LONGEST_WORDS = 1400;

  private static final BuildPodState.Work WORK = new BuildPodState.Work("tests", "");

  /** How they stand; empty while they run. */
  Optional<Attempt.State> state() {
    BuildPodState copying = new BuildPodState(pod, COPYING, WORK, seen);
    BuildPodState testing = new BuildPodState(pod, TESTING, WORK, seen);
    return testing
        .takenAwayBy()
        .map(TestPodState::takenAway)
        .map(failure -> failed(seen, failure))
        .or(() -> reporting())
        .or(() -> tooLate(testing))
        .or(() -> notCopied(copying))
        .or(() -> ended(testing))
        .or(() -> held(copying))
        .or(() -> held(testing));
  }

  private static Failure takenAway(String why) {
    return new Failure(
        Reason.Evicted, "The tests' pod was taken away, %s; they are run again".formatted(why));
  }

  private Optional<Attempt.State> tooLate(BuildPodState testing) {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getReason)
        .filter(DEADLINE::equals)
        .map(_ ->
            error(
                testing.terminated().map(testing::timeOf).orElse(seen),
                "they did not end within %d s; correct what hangs, or raise spec.checks.tests.deadlineSeconds of the PythonService%s"
                    .formatted(
                        pod.getSpec().getActiveDeadlineSeconds(),
                        testing.terminated().map(TestPodState::words).orElse(""))));
  }

  private Optional<Attempt.State> notCopied(BuildPodState copying) {
    return copying
        .terminated()
        .filter(end -> end.getExitCode() != 0)
        .map(end ->
            failed(
                copying.timeOf(end),
                new Failure(
                    Reason.Machine,
                    "The node could not copy the project's files for the tests (%s)%s"
                        .formatted(end.getReason(), words(end)))));
  }

  private Optional<Attempt.State> ended(BuildPodState testing) {
    // A pod that is being deleted ends for a reason that its Job knows.
    return pod.getMetadata().getDeletionTimestamp() == null
        ? testing.terminated().map(end -> end(testing, end))
        : Optional.empty();
  }

  private Attempt.State end(BuildPodState testing, ContainerStateTerminated end) {
    Instant at = testing.timeOf(end);
    String reason = String.valueOf(end.getReason());
    if (end.getExitCode() == 0) {
      return new Tested(at, Verdict.Passed, "", 0, debt, report());
    }
    if (reason.equals("OOMKilled")) {
      return error(
          at,
          "they needed more memory than their limit of %s; raise spec.checks.tests.resources.limits.memory of the PythonService%s"
              .formatted(testing.memoryLimit(), words(end)));
    }
    if (reason.equals("ContainerStatusUnknown")) {
      return failed(at, takenAway("its node does not know how it ended"));
    }
    if (Set.of("StartError", "ContainerCannotRun").contains(reason)) {
      return error(
          at,
          "they could not be started; is the program of spec.checks.tests.command in the lock, in one of spec.checks.tests.groups?%s"
              .formatted(words(end)));
    }
    return new Tested(
        at,
        Verdict.Failed,
        "exit code %d%s".formatted(end.getExitCode(), words(end)),
        end.getExitCode(),
        debt,
        report());
  }

  private Optional<Attempt.State> held(BuildPodState container) {
    String inspection =
        "see 'kubectl describe pod %s --namespace %s'"
            .formatted(pod.getMetadata().getName(), pod.getMetadata().getNamespace());
    if (container.isUnschedulable()) {
      return Optional.of(
          new Held(
              "TestsNotScheduled",
              "No node takes the tests' pod; %s, and spec.checks.tests.resources of the PythonService for what it asks for"
                  .formatted(inspection)));
    }
    return container
        .notPulled()
        .<Attempt.State>map(_ ->
            new Held(
                "TestImageNotPulled",
                "The node cannot pull the tests' image %s; %s"
                    .formatted(container.image(), inspection)))
        .or(() ->
            container
                .notCreated()
                .map(reason ->
                    new Held(
                        "TestsNotStarted",
                        "The node cannot start the tests (%s); %s".formatted(reason, inspection))));
  }

  private Attempt.State error(Instant at, String message) {
    return new Tested(at, Verdict.Error, message, 0, debt, report());
  }

  /** Between the end of the tests and that of the container beside them. */
  private Optional<Attempt.State> reporting() {
    BuildPodState beside = new BuildPodState(pod, TestReport.CONTAINER, WORK, seen);
    return new BuildPodState(pod, TESTING, WORK, seen)
        .terminated()
        .map(ContainerStateTerminated::getFinishedAt)
        .map(Instant::parse)
        .map(end -> end.plus(SETTLING))
        .filter(_ -> beside.hasBegun() && beside.terminated().isEmpty())
        .filter(seen::isBefore)
        .map(Attempt.Ending::new);
  }

  /** What the container beside the tests says of their report, which is as foreign as they are. */
  private TestReport.Place report() {
    return new BuildPodState(pod, TestReport.CONTAINER, WORK, seen)
        .terminated()
        .map(end -> Optional.ofNullable(end.getMessage()).orElse("").strip())
        .<TestReport.Place>map(said ->
            DIGEST.matcher(said).matches()
                ? new InLog(pod.getMetadata().getName(), said)
                : new Missing(
                    Optional.of(said).filter(why -> !why.isEmpty()).map(TestPodState::first)))
        .orElseGet(() -> new Missing(Optional.empty()));
  }

  private static String first(String said) {
    return "There are no results of single tests: %s"
        .formatted(said.substring(0, Math.min(said.length(), LONGEST_WHY)));
  }

  private static Attempt.State failed(Instant at, Failure failure) {
    return new Failed(at, failure);
  }

  /** The end of the log, which is what test runners sum up in. */
  private static String words(ContainerStateTerminated end) {
    String said = Optional.ofNullable(end.getMessage()).orElse("").strip();
    int from = Math.max(0, said.length() - LONGEST_WORDS);
    return said.isEmpty()
        ? ""
        : "; their last words: " + (from > 0 ? "…" : "") + said.substring(from);
  }
}

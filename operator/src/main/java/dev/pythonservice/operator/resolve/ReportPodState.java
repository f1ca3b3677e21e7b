package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Reported;
import dev.pythonservice.operator.plan.BuilderImage;
import dev.pythonservice.operator.plan.TestReport;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a pod shows that puts the report of tests beside the image. */
final class ReportPodState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONTAINER = "build";

  private static final int MOST_FAILURES = 10;
  private static final int LONGEST_FAILURE = 300;

  private ReportPodState() {}

  /** How it stands; empty while it goes on. */
  static Optional<Attempt.State> of(Pod pod, Instant seen) {
    BuildPodState state =
        new BuildPodState(
            pod, CONTAINER, new BuildPodState.Work("report", BuilderImage.SETTING), seen);
    return state
        .takenAway()
        .or(() -> state.terminated().map(end -> end(state, end)))
        .or(state::held);
  }

  private static Attempt.State end(BuildPodState state, ContainerStateTerminated end) {
    String said = Optional.ofNullable(end.getMessage()).orElse("");
    Instant at = state.timeOf(end);
    return Optional.of(said)
        .filter(_ -> end.getExitCode() == 0)
        .flatMap(ReportPodState::report)
        .<Attempt.State>map(report -> new Reported(at, report))
        .orElseGet(() -> new Failed(at, new TerminationMessage(end.getExitCode(), said).failure()));
  }

  /** Empty for what is none. */
  static Optional<TestReport> report(String said) {
    try {
      return Optional.ofNullable(JSON.readTree(said))
          .filter(json -> json.path("report").asText().matches("sha256:[0-9a-f]{64}"))
          .map(ReportPodState::report);
    } catch (JsonProcessingException exception) {
      return Optional.empty();
    }
  }

  private static TestReport report(JsonNode json) {
    return new TestReport(
        new TestResults(
            json.path("tests").asInt(),
            json.path("failed").asInt(),
            json.path("skipped").asInt(),
            json.path("report").asText()),
        json.path("newFailures").asInt(),
        failures(json.path("failures")));
  }

  private static List<String> failures(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .limit(MOST_FAILURES)
        .map(JsonNode::asText)
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_FAILURE)))
        .toList();
  }
}

package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.operator.plan.RunRecord;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The termination messages of measured jobs, taken apart: what the run took, and the last lines of
 * its log. A message is a job's to write, so nothing in it is relied on.
 *
 * @param pods the pods, with last lines in place of whole messages
 * @param records what runs took, by the names of their pods
 */
record RunRecords(List<Pod> pods, Map<String, RunRecord> records) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the package that measures writes at the moment. */
  private static final String FORMAT = "job/1";

  /** The greatest number that a status holds without loss, whoever reads it (RFC 8259, 6). */
  private static final long MOST = 1L << 53;

  RunRecords {
    pods = List.copyOf(pods);
    records = Map.copyOf(records);
  }

  static RunRecords of(List<Pod> pods) {
    Map<String, RunRecord> records = new HashMap<>();
    List<Pod> spoken = pods.stream().map(pod -> read(pod, records)).toList();
    return new RunRecords(spoken, records);
  }

  private static Pod read(Pod pod, Map<String, RunRecord> records) {
    List<ContainerStatus> containers =
        Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).orElse(List.of());
    Optional<JsonNode> message =
        containers.stream().flatMap(container -> message(container).stream()).findFirst();
    if (message.isEmpty()) {
      return pod;
    }
    JsonNode said = message.orElseThrow();
    records.put(pod.getMetadata().getName(), record(said));
    return new PodBuilder(pod)
        .editStatus()
        .withContainerStatuses(
            containers.stream()
                .map(container ->
                    message(container).isPresent() ? withWords(container, said) : container)
                .toList())
        .endStatus()
        .build();
  }

  private static ContainerStatus withWords(ContainerStatus container, JsonNode said) {
    boolean outOfMemory = said.path("oomKilled").asBoolean();
    return new ContainerStatusBuilder(container)
        .editState()
        .editTerminated()
        .withMessage(said.path("log").asText(""))
        // Where the kernel ended the command and not its parent, the runtime may not have seen it.
        .withReason(outOfMemory ? "OOMKilled" : container.getState().getTerminated().getReason())
        .endTerminated()
        .endState()
        .build();
  }

  private static Optional<JsonNode> message(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .map(ContainerState::getTerminated)
        .map(ContainerStateTerminated::getMessage)
        .filter(message -> message.startsWith("{"))
        .flatMap(RunRecords::parsed)
        .filter(json -> json.path("record").asText().equals(FORMAT));
  }

  private static Optional<JsonNode> parsed(String message) {
    try {
      return Optional.ofNullable(JSON.readTree(message)).filter(JsonNode::isObject);
    } catch (JsonProcessingException exception) {
      return Optional.empty();
    }
  }

  private static RunRecord record(JsonNode said) {
    return new RunRecord(
        milliseconds(said.path("wallSeconds")),
        milliseconds(said.path("cpuSeconds")),
        whole(said.path("peakMemoryBytes")),
        Optional.of(said.path("rows")).filter(JsonNode::isIntegralNumber).map(RunRecords::whole),
        Optional.of(said.path("signal")).filter(JsonNode::isInt).map(JsonNode::asInt),
        said.path("oomKilled").asBoolean());
  }

  private static long milliseconds(JsonNode seconds) {
    return Math.clamp(Math.round(seconds.asDouble() * 1000), 0, MOST);
  }

  private static long whole(JsonNode number) {
    return Math.clamp(number.asLong(), 0, MOST);
  }
}

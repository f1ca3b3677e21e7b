package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.RunRecord;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The termination message of a job")
final class RunRecordsTest {

  @Test
  @DisplayName("says what its run took")
  void saysWhatItTook() {
    RunRecords records =
        read(
            "{\"record\": \"job/1\", \"exitCode\": 0, \"wallSeconds\": 1.2345, \"cpuSeconds\":"
                + " 0.5, \"peakMemoryBytes\": 1048576, \"rows\": 4000000}");

    assertThat(records.records())
        .containsEntry(
            "report-1",
            new RunRecord(1235, 500, 1 << 20, Optional.of(4_000_000L), Optional.empty(), false));
  }

  @Test
  @DisplayName("of a failed run has its last lines, which become the container's last words")
  void hasLastLines() {
    RunRecords records =
        read("{\"record\": \"job/1\", \"exitCode\": 1, \"log\": \"Traceback\\nValueError: no\"}");

    assertThat(ended(records).getMessage()).isEqualTo("Traceback\nValueError: no");
    assertThat(ended(records).getReason()).isEqualTo("Error");
  }

  @Test
  @DisplayName("tells of an end for want of memory, where the runtime did not see it")
  void tellsOfMemory() {
    RunRecords records =
        read("{\"record\": \"job/1\", \"exitCode\": 137, \"signal\": 9, \"oomKilled\": true}");

    assertThat(ended(records).getReason()).isEqualTo("OOMKilled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ValueError: no", "{", "{}", "{\"record\": \"job/2\"}", "[1]", "{\"record\": 1}"})
  @DisplayName("that is none of a measured run stays as it is")
  void staysAsItIs(String message) {
    RunRecords records = read(message);

    assertThat(records.records()).isEmpty();
    assertThat(ended(records).getMessage()).isEqualTo(message);
  }

  @Test
  @DisplayName("that is a lie is kept within bounds")
  void isKeptWithinBounds() {
    RunRecords records =
        read(
            "{\"record\": \"job/1\", \"wallSeconds\": 1e300, \"cpuSeconds\": -1,"
                + " \"peakMemoryBytes\": \"x\", \"rows\": 123456789012345678901234567890,"
                + " \"signal\": \"x\", \"oomKilled\": 7}");

    RunRecord record = Objects.requireNonNull(records.records().get("report-1"));
    assertThat(record.wallMilliseconds()).isEqualTo(1L << 53);
    assertThat(record.cpuMilliseconds()).isZero();
    assertThat(record.peakMemoryBytes()).isZero();
    assertThat(record.rows().orElse(0L)).isBetween(0L, 1L << 53);
    assertThat(record.signal()).isEmpty();
  }

  private static ContainerStateTerminated ended(RunRecords records) {
    return records
        .pods()
        .getFirst()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated();
  }

  private static RunRecords read(String message) {
    Pod pod =
        Yaml.object(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: report-1}
            status: {containerStatuses: [{name: report, state: {terminated: {exitCode: 1, reason: Error}}}]}
            """,
            Pod.class);
    pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .setMessage(message);
    return RunRecords.of(List.of(pod));
  }
}

package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.e2e.stage.ClientPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The examples by the operator, from their manifests to what they answer; {@link PythonServiceIT}
 * has {@code orders}. All are applied before the first is waited for, so that builds run side by
 * side.
 */
@OnStage
@DisplayName("The example")
class ExampleServicesIT {

  private static final List<String> EXAMPLES =
      List.of("invoices", "sales-report", "storefront", "streaming");

  private final ServiceStage stage;
  private final Map<String, String> revisions = new HashMap<>();

  ExampleServicesIT(ServiceStage stage) {
    this.stage = stage;
  }

  @BeforeAll
  void applyAll() throws IOException {
    stage
        .kubectl()
        .run(
            "create",
            "secret",
            "generic",
            "streaming",
            "--from-literal=key=of-the-encrypted-file",
            "--namespace=" + stage.namespace());
    for (String example : EXAMPLES) {
      revisions.put(example, stage.repository(example).head());
      stage.apply(stage.example(example).replace("\"3000000\"", "\"100000\""));
    }
  }

  @AfterAll
  void clear() {
    stage.clear();
  }

  @Test
  @DisplayName("invoices answers by Flask on Gunicorn")
  void invoices() {
    // when
    serving("invoices");

    // then
    stage.reach("http://invoices/");
    ClientPod.Answer answer = stage.requests().get("http://invoices/invoices/1001");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"customer\":\"Ada Lovelace\"", "\"gross\":\"455.14\"");
    assertThat(stage.pods("invoices", "process").getFirst().getSpec().getContainers())
        .singleElement()
        .satisfies(container ->
            assertThat(container.getCommand()).anyMatch(word -> word.endsWith("gunicorn")));
  }

  @Test
  @DisplayName("storefront answers from both members of its workspace")
  void storefront() {
    // when
    serving("storefront");

    // then
    stage.reach("http://storefront/");
    ClientPod.Answer answer = stage.requests().get("http://storefront/articles?tag=green");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "[{\"number\":\"TEA-0002\",\"title\":\"Sencha\",\"cents\":1250,\"tags\":[\"green\"]}]");
  }

  @Test
  @DisplayName("sales-report has no pods but its jobs', and both engines report the same")
  void salesReport() {
    // given
    serving("sales-report");
    assertThat(stage.deployment("sales-report")).isEmpty();

    // when
    stage.annotate("sales-report", "pythonservice.dev/run-jobs=polars=1,pandas=1");

    // then
    PythonServiceStatus ran =
        stage.when(
            "sales-report",
            status ->
                status.jobs().size() == 2
                    && status.jobs().stream().allMatch(job -> job.result() == Result.Succeeded));
    List<String> reports =
        ran.jobs().stream()
            .map(JobState::lastRun)
            .map(Objects::requireNonNull)
            .map(this::report)
            .toList();
    assertThat(reports.getFirst())
        .startsWith("month,country,sales,revenue,best_product\n")
        .hasLineCount(reports.getLast().lines().toList().size());
    assertThat(reports.getFirst()).isEqualTo(reports.getLast());
  }

  @Test
  @DisplayName("streaming consumes on amd64, and says which package keeps it from arm64")
  void streaming() {
    // when
    PythonServiceStatus status = serving("streaming");

    // then
    assertThat(status.architectures())
        .filteredOn(each -> each.architecture() == Architecture.ARM64)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.state()).isEqualTo(ArchitectureState.State.Infeasible);
          assertThat(each.message()).contains("sqlcipher3-binary");
        });
    Pod pod = stage.pods("streaming", "process").getFirst();
    assertThat(pod.getSpec().getAffinity().toString()).contains("amd64").doesNotContain("arm64");
    // There is no broker: that it looks for one shows that it has its packages and its file.
    stage.await(
        "the consumer looks for its broker", () -> stage.log(pod).contains("kafka.example:9092"));
  }

  private PythonServiceStatus serving(String example) {
    return stage.serving(example, revisions.getOrDefault(example, ""));
  }

  /** What a run has reported, without the line of what it took. */
  private String report(String run) {
    return stage
        .logsOfJob(run)
        .lines()
        .filter(line -> !line.startsWith("{"))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

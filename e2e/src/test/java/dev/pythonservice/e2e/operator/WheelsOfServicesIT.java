package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.e2e.process.Eventually;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Compilers, crates and source distributions, for real. */
@OnStage(compilers = true)
@DisplayName("A service that lacks wheels")
class WheelsOfServicesIT {

  private static final Duration DEADLINE = Duration.ofSeconds(240);

  /** An optimising compiler for two architectures on a busy machine. */
  private static final int COMPILATION_SECONDS = 1500;

  private static final Path SOURCE_ONLY = Path.of("src/test/resources/projects/source-only");

  private static final String CHECKSUM =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: checksum}
      spec:
        source: {git: {url: "%s", ref: main}}
        python: "3.13"
        jobs:
        - name: check
          schedule: "@yearly"
          command: [python, -c, "import docopt, crcmod._crcfunext, crcmod.predefined; print(docopt.__version__, hex(crcmod.predefined.mkCrcFun('crc-32c')(b'123456789')))"]
      """;

  private final ServiceStage stage;

  WheelsOfServicesIT(ServiceStage stage) {
    this.stage = stage;
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  @DisplayName(
      "because of a crate of its own gets them built beside it, once though the operator restarts,"
          + " and its job runs on them")
  void buildsItsCrate() throws IOException {
    // given
    stage.repository("pricing");

    // when
    stage.apply(stage.example("pricing"));

    // then
    PythonServiceStatus waiting =
        stage.when("pricing", status -> reason("Built", status).equals("BuildingWheels"));
    assertThat(message("Built", waiting))
        .contains("There is no wheel of pricing for linux/amd64, linux/arm64")
        .contains("built in namespace " + stage.namespace());
    Job job = onlyWheelJob();
    assertThat(job.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()).isFalse();

    // when
    stage.restartOperator();

    // then
    stage.when("pricing", ServiceStage::isReady, COMPILATION_SECONDS);
    PythonBuildStatus built = status(build("pricing"));
    Wheels wheels = Objects.requireNonNull(built.wheels());
    assertThat(wheels.own()).containsExactly("pricing");
    assertThat(wheels.job()).isEqualTo(job.getMetadata().getName());
    assertThat(built.attempts()).isEqualTo(2);
    assertThat(built.platforms())
        .extracting(PlatformImage::platform)
        .containsExactlyInAnyOrder("linux/amd64", "linux/arm64");
    assertThat(Eventually.within(DEADLINE, () -> stage.wheelJobs().isEmpty())).isTrue();

    // when
    stage.annotate("pricing", "pythonservice.dev/run-jobs=reprice=1");

    // then
    assertThat(logOfRun("pricing")).containsPattern("\\d+");
  }

  @Test
  @DisplayName(
      "because of others' packages is told the rule that forbids them, and gets them built where"
          + " the rule allows it; what needs another machine stays out and is named")
  void buildsWhatThePolicyAllows() throws IOException {
    // given
    stage.repository("source-only", SOURCE_ONLY);

    // when
    stage.apply(CHECKSUM.formatted(stage.addressOf("source-only")));

    // then
    PythonServiceStatus forbidden =
        stage.when("checksum", status -> reason("Ready", status).equals("PolicyFailure"));
    assertThat(message("Ready", forbidden))
        .contains("There is no wheel of crcmod, docopt")
        .contains("without spec.policy.sourceBuilds only packages of the project itself are built")
        .contains("set spec.policy.sourceBuilds to {mode: Listed, packages: [crcmod, docopt]}");
    assertThat(stage.wheelJobs()).isEmpty();
    assertThat(status(build("checksum")).feasibility())
        .allSatisfy(platform ->
            assertThat(platform.blockers())
                .extracting(Blocker::name)
                .containsExactly("crcmod", "docopt"));

    // when
    stage
        .kubectl()
        .run(
            "patch",
            "pythonplatform",
            stage.namespace(),
            "--type=merge",
            "--patch={\"spec\": {\"policy\": {\"sourceBuilds\": {\"mode\": \"Listed\","
                + " \"packages\": [\"crcmod\", \"docopt\"]}}}}");

    // then
    stage.when("checksum", ServiceStage::isReady, COMPILATION_SECONDS);
    PythonBuildStatus built = status(build("checksum"));
    assertThat(built.platforms()).hasSize(1);
    assertThat(Objects.requireNonNull(built.wheels()).unbuilt())
        .extracting(Unbuilt::message)
        .singleElement()
        .asString()
        .contains("crcmod 1.7 has native code");
    assertThat(condition("Feasible", built).message()).contains("crcmod 1.7 has native code");

    // when
    stage.annotate("checksum", "pythonservice.dev/run-jobs=check=1");

    // then
    assertThat(logOfRun("checksum")).contains("0.6.2 0xe3069283");
  }

  private String logOfRun(String service) {
    PythonServiceStatus ran =
        stage.when(
            service,
            status ->
                status.jobs().stream().map(JobState::result).anyMatch(Result.Succeeded::equals));
    return stage.logsOfJob(Objects.requireNonNull(ran.jobs().getFirst().lastRun()));
  }

  private Job onlyWheelJob() {
    List<Job> jobs = stage.wheelJobs();
    assertThat(jobs).hasSize(1);
    return jobs.getFirst();
  }

  private PythonBuild build(String service) {
    List<PythonBuild> builds = stage.builds(service);
    assertThat(builds).hasSize(1);
    return builds.getFirst();
  }

  private static PythonBuildStatus status(PythonBuild build) {
    return Objects.requireNonNull(build.getStatus());
  }
}

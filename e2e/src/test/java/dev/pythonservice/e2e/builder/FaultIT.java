package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.builder.faults.BadWheels;
import dev.pythonservice.e2e.builder.faults.BrokenSurroundings;
import dev.pythonservice.e2e.builder.faults.ExitCode;
import dev.pythonservice.e2e.builder.faults.Ground;
import dev.pythonservice.e2e.builder.faults.Passing;
import dev.pythonservice.e2e.builder.faults.Refusal;
import dev.pythonservice.e2e.builder.faults.Scene;
import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.support.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of registry, index, network and machine: those that pass are ridden out; those that stay
 * are said in one sentence and leave no half image under a tag, nor anything on the disk.
 */
@ResourceLock(Lanes.MACHINE)
class FaultIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;

  @AutoClose private static Ground ground;

  @BeforeAll
  static void prepare() throws IOException {
    ground = Ground.prepare(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isRiddenOut(Passing passing) throws IOException {
    Scene scene = ground.scene().withUnknownPackages();
    passing.happenTo(scene);

    String image = scene.build().succeeded();

    assertThat(image).endsWith(scene.tagged());
    assertThat(passing.happenedTo(scene)).as("it happened").isTrue();
    assertThat(scene.leftovers()).isEmpty();
  }

  static Stream<Passing> isRiddenOut() {
    return Passing.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isSaidAndLeavesNothingAndARepeatSucceeds(Refusal refusal) throws IOException {
    Scene scene = ground.scene().withUnknownPackages();
    refusal.spoiling().spoil(scene);

    scene.build().isRefused(refusal.exitCode(), refusal.words());

    assertThat(scene.tags()).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
    scene.mend();
    assertThat(scene.build().succeeded()).endsWith(scene.tagged());
  }

  /** Where a build is when it is killed: what it waits for, for ever. */
  enum Step {
    WHEEL("GET", "[.]whl$"),
    BLOB("PUT", "/blobs/uploads/"),
    MANIFEST("PUT", "/manifests/sha256:"),
    TAG("PUT", "/manifests/latest$");

    private final String method;
    private final String path;

    Step(String method, String path) {
      this.method = method;
      this.path = path;
    }

    FaultProxy server(Scene scene) {
      return this == WHEEL ? scene.files() : scene.registry();
    }
  }

  /** 9 cannot be caught, 15 is a pod's end. */
  @ParameterizedTest(name = "by {1} while it waits for a {0}")
  @CsvSource({
    "WHEEL, SIGKILL",
    "WHEEL, SIGTERM",
    "BLOB, SIGKILL",
    "BLOB, SIGTERM",
    "MANIFEST, SIGKILL",
    "TAG, SIGKILL",
    "TAG, SIGTERM"
  })
  void aKilledBuildLeavesNoImageAndTheNextOneTidiesUpAndSucceeds(Step step, String signal)
      throws IOException, InterruptedException {
    Scene scene = ground.scene().withUnknownPackages();
    step.server(scene).make(new Fault.Stall(), step.method, step.path);
    Process build = scene.start(folder.resolve("%s-%s.log".formatted(step, signal)));
    step.server(scene).awaitStall();
    assertThat(scene.leftovers()).isNotEmpty();

    if (signal.equals("SIGKILL")) {
      build.destroyForcibly();
    } else {
      build.destroy();
    }

    assertThat(build.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(scene.tags()).isEmpty();
    scene.mend();
    String image = scene.build().succeeded();
    assertThat(image).endsWith(scene.tagged());
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void aWheelOfOnePlatformThatCannotBeHadLeavesNoImageOfTheOther() throws IOException {
    Scene scene = ground.scene().withUnknownPackages();
    BadWheels.forEachPlatform(scene);
    scene.files().make(Fault.Status.of(500), "GET", "aarch64[.]whl$");

    scene.build().isRefused(ExitCode.NETWORK, List.of("aarch64.whl", "it answered 500"));

    assertThat(scene.tags()).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
    scene.files().heal();
    assertThat(scene.build().succeeded()).endsWith(scene.tagged());
  }

  @Test
  void theTagStaysWhatItWasWhenTheNextBuildFailsAtItsLastStep() throws IOException {
    Scene scene = ground.scene();
    scene.build().succeeded();
    String before = scene.tagged();
    scene.write("src/orders/__init__.py", "import alpha\n");
    scene.registry().make(Fault.Status.of(500), "PUT", "/manifests/latest");

    scene.build().isRefused(ExitCode.REGISTRY, List.of("writing the manifest latest failed"));

    assertThat(scene.tagged()).isEqualTo(before);
    scene.registry().heal();
    assertThat(scene.build().succeeded()).endsWith(scene.tagged());
    assertThat(scene.tagged()).isNotEqualTo(before);
  }

  static Stream<Refusal> isSaidAndLeavesNothingAndARepeatSucceeds() {
    return BrokenSurroundings.all();
  }
}

package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.builder.faults.BrokenSurroundings;
import dev.pythonservice.e2e.builder.faults.ExitCode;
import dev.pythonservice.e2e.builder.faults.Ground;
import dev.pythonservice.e2e.builder.faults.Passing;
import dev.pythonservice.e2e.builder.faults.Refusal;
import dev.pythonservice.e2e.builder.faults.Scene;
import dev.pythonservice.e2e.builder.faults.Stalled;
import dev.pythonservice.e2e.proxy.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of registry, index, network and machine: those that pass are ridden out; those that stay
 * are said in one sentence and leave no half image under a tag, nor anything on the disk.
 */
class FaultIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;

  private static Ground ground;

  @BeforeAll
  static void prepare() throws IOException {
    ground = Ground.prepare(folder);
  }

  @AfterAll
  static void close() {
    ground.close();
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

  /** The names of signals as the tests' names have them: 9 cannot be caught, 15 is a pod's end. */
  enum Killing {
    SIGKILL,
    SIGTERM
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aKilledBuildLeavesNoImageAndTheNextOneTidiesUpAndSucceeds(Killing signal)
      throws IOException, InterruptedException {
    Scene scene = ground.scene().withUnknownPackages();
    try (Stalled index = Stalled.start()) {
      scene.packagesFrom(index);
      Process build = scene.start(folder.resolve(signal + ".log"));
      index.awaitQuestion();
      assertThat(scene.leftovers()).isNotEmpty();
      switch (signal) {
        case SIGKILL -> build.destroyForcibly();
        case SIGTERM -> build.destroy();
      }
      assertThat(build.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(scene.tags()).isEmpty();

    scene.mend();
    String image = scene.build().succeeded();

    assertThat(image).endsWith(scene.tagged());
    assertThat(scene.leftovers()).isEmpty();
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

package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.builder.faults.Attempt;
import dev.pythonservice.e2e.builder.faults.BadCall;
import dev.pythonservice.e2e.builder.faults.BadProjects;
import dev.pythonservice.e2e.builder.faults.BadRequests;
import dev.pythonservice.e2e.builder.faults.BadWheels;
import dev.pythonservice.e2e.builder.faults.ExitCode;
import dev.pythonservice.e2e.builder.faults.Ground;
import dev.pythonservice.e2e.builder.faults.Refusal;
import dev.pythonservice.e2e.builder.faults.Scene;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.support.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with a project, its packages or what is asked for is said in one sentence, leaves
 * nothing behind, and once it is mended the build succeeds.
 */
@ResourceLock(Lanes.MACHINE)
class BadInputIT {

  @TempDir private static Path folder;

  private static Ground ground;
  private static BuildServer server;

  @BeforeAll
  static void prepare() throws IOException {
    ground = Ground.prepare(folder);
    Scene scene = ground.scene();
    server = BuildServer.start(scene.program(), scene.asked(), folder.resolve("server.log"));
  }

  @AfterAll
  static void close() {
    server.close();
    ground.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isRefusedAndLeavesNothingAndSucceedsWhenMended(Refusal refusal) throws IOException {
    Scene scene = ground.scene();
    refusal.spoiling().spoil(scene);

    scene.build().isRefused(refusal.exitCode(), refusal.words());

    assertThat(scene.tags()).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
    scene.mend();
    String image = scene.build().succeeded();
    assertThat(image).endsWith(scene.tagged());
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void aPackageWithoutAWheelIsRefusedWithATableOfWhatBlocksEachPlatform() throws IOException {
    Scene scene = ground.scene();
    BadProjects.withoutWheel(scene);

    Attempt attempt = scene.build();

    attempt.isInfeasible(
        List.of(
            "linux/amd64",
            "alpha 1.0 has no wheel at all, only its source",
            "'pythonservice-builder wheel'"));
    assertThat(scene.tags()).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aRequestToAServerIsAnsweredWithWhatIsWrong(BadCall call) throws IOException {
    BadCall.Answer answer = call.send(server.address());

    assertThat(answer.status()).isEqualTo(call.status());
    assertThat(answer.body()).contains(call.words()).doesNotContain("Exception");
  }

  static Stream<BadCall> aRequestToAServerIsAnsweredWithWhatIsWrong() {
    return BadCall.all();
  }

  @Test
  void aServerWhoseAddressIsInUseSaysSoAndWhichOptionHelps() throws IOException {
    Scene scene = ground.scene();
    String taken = server.address().getAuthority();

    Command.Outcome outcome =
        scene.program().run(List.of("serve", "--listen", taken, "--cache", scene.cache() + ""));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.MACHINE.number());
    assertThat(outcome.error().strip().lines())
        .singleElement()
        .asString()
        .contains("Cannot listen on", taken, "Address already in use", "--listen");
  }

  @Test
  void aServerThatOthersReachWantsAToken() throws IOException {
    Scene scene = ground.scene();

    Command.Outcome outcome =
        scene
            .program()
            .run(List.of("serve", "--listen", "0.0.0.0:0", "--cache", scene.cache() + ""));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INPUT.number());
    assertThat(outcome.error()).contains("can be reached by others", "--token-file");
  }

  static Stream<Refusal> isRefusedAndLeavesNothingAndSucceedsWhenMended() {
    return Stream.of(BadProjects.all(), BadWheels.all(), BadRequests.all()).flatMap(each -> each);
  }
}

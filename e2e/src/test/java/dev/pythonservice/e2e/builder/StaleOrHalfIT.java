package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.builder.faults.Attempt;
import dev.pythonservice.e2e.builder.faults.BadProjects;
import dev.pythonservice.e2e.builder.faults.ExitCode;
import dev.pythonservice.e2e.builder.faults.Ground;
import dev.pythonservice.e2e.builder.faults.Scene;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.proxy.Passed;
import dev.pythonservice.e2e.support.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A build never uses what an older lock said, and never leaves its tags half moved. */
@ResourceLock(Lanes.MACHINE)
class StaleOrHalfIT {

  @TempDir private static Path folder;

  @AutoClose private static Ground ground;

  @BeforeAll
  static void prepare() throws IOException {
    ground = Ground.prepare(folder);
  }

  @Test
  void aChangeInRequirementsThatTheLockIncludesIsBuilt() throws IOException {
    Scene scene = ground.scene().withUnknownPackages();
    scene.option("--lock", "requirements/production.in-use");
    scene.write("requirements/production.in-use", "-r all.locked\n");
    scene.write("requirements/all.locked", line(scene, "alpha") + line(scene, "beta"));
    scene.build().succeeded();
    assertThat(layersMade(scene.write("src/orders/__init__.py", "import alpha\n").build()))
        .isEqualTo(1);

    Files.copy(
        scene.served().resolve("alpha-1.0-py3-none-any.whl"),
        scene.served().resolve("alpha-1.0-1-py3-none-any.whl"));
    scene.edit("requirements/all.locked", text -> text.replace("alpha-1.0-py3", "alpha-1.0-1-py3"));

    assertThat(layersMade(scene.build())).as("the packages and the application").isEqualTo(2);
  }

  private static String line(Scene scene, String name) throws IOException {
    String file = name + "-1.0-py3-none-any.whl";
    return "%s @ %s/%s --hash=sha256:%s\n"
        .formatted(name, scene.index(), file, Digests.of(scene.served().resolve(file)));
  }

  private static int layersMade(Attempt attempt) throws IOException {
    attempt.succeeded();
    return new ObjectMapper().readTree(attempt.summary()).path("layers").path("made").asInt();
  }

  @Test
  void theTagIsTheLastThingThatABuildWrites() throws IOException {
    Scene scene = ground.scene();
    scene.registry().forget();

    scene.build().succeeded();

    assertThat(scene.registry().passed())
        .filteredOn(passed -> passed.method().equals("PUT"))
        .last()
        .extracting(Passed::target)
        .asString()
        .endsWith("/manifests/latest");
  }

  @Test
  void noTagMovesWhenTheSecondOfTwoCannot() throws IOException {
    Scene scene = ground.scene();
    scene.option("--tag", "second").build().succeeded();
    String before = scene.tagged();
    scene.write("src/orders/__init__.py", "import alpha\n");
    scene.registry().make(Fault.Status.of(500), "PUT", "/manifests/second");

    scene.build().isRefused(ExitCode.REGISTRY, List.of("writing the manifest second failed"));

    assertThat(scene.tagged()).isEqualTo(before);
    scene.registry().heal();
    assertThat(scene.build().succeeded()).endsWith(scene.tagged());
  }

  @Test
  void aRefusedBuildLeavesItsReportAlsoWhereOnlyADryRunWasWanted() throws IOException {
    Scene scene = ground.scene();
    BadProjects.withoutWheel(scene);
    Path report = scene.aside().resolve("report.json");

    scene
        .option("--dry-run", "--every-platform", "--report", report.toString())
        .build()
        .isInfeasible(List.of("alpha 1.0 has no wheel at all"));

    JsonNode platform = new ObjectMapper().readTree(report.toFile()).path("platforms").path(0);
    assertThat(platform.path("blockers").path(0).path("name").asText()).isEqualTo("alpha");
    assertThat(scene.tags()).isEmpty();
  }
}

package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.BaseLayer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.install.WheelOnDisk;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

final class PlanningTest {

  private static final Digest NOTHING = Digest.ofBytes(new byte[0]);

  @TempDir private Path folder;

  @Test
  void aBaseImageThatLeavesOneLayerForPackagesIsEnough() throws IOException {
    assertThat(plan(57, wheels()).groups()).hasSize(1);
  }

  @Test
  void aBaseImageWithTooManyLayersIsRefusedWithItsNumberAndTheLimit() throws IOException {
    List<ChosenWheel> wheels = wheels();

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> plan(58, wheels))
        .withMessageContaining("r.example/base:1 has 58 layers for linux/amd64")
        .withMessageContaining("an image may have 60")
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT));
  }

  @Test
  void withoutPackagesTwoLayersAreLeftForWhatMeasuresAndTheApplication() {
    assertThat(plan(58, List.of()).groups()).isEmpty();
    assertThatExceptionOfType(BuildFailure.class).isThrownBy(() -> plan(59, List.of()));
  }

  private List<ChosenWheel> wheels() throws IOException {
    return List.of(WheelOnDisk.of("one", "1").in(folder), WheelOnDisk.of("other", "1").in(folder));
  }

  private static PlannedPlatform plan(int layers, List<ChosenWheel> wheels) {
    BaseImage base = base(layers);
    Feasibility feasibility = new Feasibility(base.target(), wheels, List.of());
    return PlannedPlatform.of(base, feasibility, new Selection(List.of(), List.of()), 60);
  }

  private static BaseImage base(int layers) {
    Descriptor blob = new Descriptor("type", NOTHING, 0);
    return new BaseImage(
        "r.example/base:1",
        Repository.of("r.example/base"),
        Platform.LINUX_AMD64,
        blob,
        JsonNodeFactory.instance.objectNode(),
        Collections.nCopies(layers, new BaseLayer(blob, NOTHING)),
        new BaseFacts(
            PythonVersion.of("3.13.5"),
            "/usr/bin/python3.13",
            new CLibrary(Family.GLIBC, 2, 41),
            "",
            List.of(),
            Set.of(),
            Map.of()));
  }
}

package dev.pythonservice.builder.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.PythonVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LayerPlanTest {

  private static final PythonVersion PYTHON = PythonVersion.of("3.13.5");

  @Test
  void bigWheelsHaveLayersOfTheirOwnLargestFirstAndSmallOnesShare() {
    List<ChosenWheel> wheels =
        List.of(
            wheel("bread", "1", 200_000),
            wheel("flour", "1", 900),
            wheel("oven", "1", 40_000_000),
            wheel("salt", "1", 100));

    assertThat(LayerPlan.of(wheels, PYTHON, 50))
        .extracting(LayerPlanTest::names)
        .containsExactly(List.of("oven"), List.of("bread"), List.of("flour", "salt"));
  }

  @Test
  void noMoreLayersThanThereMayBe() {
    List<ChosenWheel> wheels =
        IntStream.range(0, 100).mapToObj(n -> wheel("big" + n, "1", 200_000 + n)).toList();

    for (int left : List.of(1, 2, 7, 60, 99, 100, 200)) {
      List<WheelGroup> groups = LayerPlan.of(wheels, PYTHON, left);

      assertThat(groups).hasSizeLessThanOrEqualTo(left);
      assertThat(groups.stream().flatMap(group -> group.wheels().stream()))
          .containsExactlyInAnyOrderElementsOf(wheels);
    }
  }

  @Test
  void aWheelWhoseSizeTheLockDoesNotTellHasALayerOfItsOwn() {
    assertThat(LayerPlan.of(List.of(wheel("a", "1", -1), wheel("b", "1", 5)), PYTHON, 9))
        .extracting(LayerPlanTest::names)
        .containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void aNewVersionOfASmallPackageChangesOneLayer() {
    List<ChosenWheel> before = small("1");
    List<ChosenWheel> after = new ArrayList<>(before);
    after.set(5, wheel("small5", "2", 1_700));

    Set<LayerKey> changed = keys(after);
    changed.removeAll(keys(before));

    assertThat(keys(before)).hasSize(8);
    assertThat(changed).hasSize(1);
  }

  @Test
  void theOrderOfTheWheelsDoesNotMatter() {
    List<ChosenWheel> shuffled = new ArrayList<>(small("1"));
    Collections.shuffle(shuffled, new Random(7));

    assertThat(LayerPlan.of(shuffled, PYTHON, 50)).isEqualTo(LayerPlan.of(small("1"), PYTHON, 50));
  }

  @Test
  void aKeyDependsOnTheWheelsAndTheFullVersionOfPython() {
    List<ChosenWheel> wheels = List.of(wheel("a", "1", 1));

    assertThat(LayerKey.of(wheels, PYTHON))
        .isEqualTo(LayerKey.of(wheels, PYTHON))
        .isNotEqualTo(LayerKey.of(wheels, PythonVersion.of("3.13.6")))
        .isNotEqualTo(LayerKey.of(List.of(wheel("a", "2", 1)), PYTHON));
  }

  private static List<ChosenWheel> small(String version) {
    return IntStream.range(0, 64).mapToObj(n -> wheel("small" + n, version, 1_000 + n)).toList();
  }

  private static Set<LayerKey> keys(List<ChosenWheel> wheels) {
    Set<LayerKey> keys = new HashSet<>();
    LayerPlan.of(wheels, PYTHON, 50).forEach(group -> keys.add(group.key()));
    return keys;
  }

  private static List<String> names(WheelGroup group) {
    return group.wheels().stream().map(wheel -> wheel.locked().name()).toList();
  }

  private static ChosenWheel wheel(String name, String version, long size) {
    String fileName = "%s-%s-py3-none-any.whl".formatted(name, version);
    LockedFile file =
        new LockedFile(
            fileName,
            URI.create("https://files.example/" + fileName),
            Digest.ofBytes(fileName.getBytes(StandardCharsets.UTF_8)),
            size);
    return new ChosenWheel(
        new LockedPackage(
            name,
            version,
            new Origin.Index(URI.create("https://index.example/simple")),
            List.of(file),
            Optional.empty(),
            ""),
        file);
  }
}

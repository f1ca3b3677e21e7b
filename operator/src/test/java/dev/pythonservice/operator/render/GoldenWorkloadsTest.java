package dev.pythonservice.operator.render;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pythonservice.operator.plan.WorkloadDecisions;
import dev.pythonservice.operator.plan.WorkloadPlan;
import dev.pythonservice.operator.support.Workloads;
import dev.pythonservice.operator.support.Yaml;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden-workloads} is a case: {@code given.yaml} is what a plan is made of,
 * {@code expected.yaml} the objects that are rendered from it.
 */
@DisplayName("What runs")
final class GoldenWorkloadsTest {

  @TestFactory
  Stream<DynamicTest> cases() throws IOException, URISyntaxException {
    Path golden =
        Path.of(
            Objects.requireNonNull(GoldenWorkloadsTest.class.getResource("/golden-workloads"))
                .toURI());
    try (Stream<Path> folders = Files.list(golden)) {
      return folders.sorted().toList().stream()
          .map(folder ->
              dynamicTest(folder.getFileName().toString().replace('-', ' '), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("a case has these files and no others")
          .containsExactlyInAnyOrder("given.yaml", "expected.yaml");
    }
    WorkloadPlan plan = Workloads.read(Files.readString(folder.resolve("given.yaml")));
    assertThat(WorkloadDecisions.objection(plan)).isEmpty();
    assertThat(rendered(plan)).isEqualTo(Files.readString(folder.resolve("expected.yaml")));
  }

  static String rendered(WorkloadPlan plan) {
    return WorkloadRenderer.render(plan).stream().map(Yaml::of).collect(joining());
  }
}

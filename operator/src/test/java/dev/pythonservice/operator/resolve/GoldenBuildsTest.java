package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.BuildDecisions;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildLine;
import dev.pythonservice.operator.plan.BuildMaterials;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.plan.BuilderImage;
import dev.pythonservice.operator.plan.MaterialDecisions;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PlatformChoice;
import dev.pythonservice.operator.plan.ReportOrder;
import dev.pythonservice.operator.plan.TestDecisions;
import dev.pythonservice.operator.plan.TestOrder;
import dev.pythonservice.operator.plan.WheelOrder;
import dev.pythonservice.operator.render.BuildCopies;
import dev.pythonservice.operator.render.BuildJobRenderer;
import dev.pythonservice.operator.render.BuildStatusRenderer;
import dev.pythonservice.operator.render.EventReporter;
import dev.pythonservice.operator.render.ReportJobRenderer;
import dev.pythonservice.operator.render.TestJobRenderer;
import dev.pythonservice.operator.render.WheelJobRenderer;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden-builds} is a case: {@code given.yaml} is what is on the cluster,
 * {@code expected.yaml} what is written for its build at {@link #NOW}.
 */
@DisplayName("What is written for a build")
final class GoldenBuildsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00.123456789Z");
  private static final OperatorScope SCOPE =
      new OperatorScope("operators", new TreeSet<>(Set.of("python-builds")));
  private static final BuilderImage BUILDER =
      new BuilderImage(
          Optional.of("registry.example/pythonservice-builder:0.1.0"),
          Optional.of("registry.example/pythonservice-builder-native:0.1.0"));
  private static final Set<Step> STARTING = Set.of(Step.START, Step.START_WHEELS);
  private static final BuildStatusRenderer RENDERER =
      new BuildStatusRenderer(new EventReporter("pythonservice-operator-0"));

  @TestFactory
  Stream<DynamicTest> cases() throws IOException, URISyntaxException {
    Path golden =
        Path.of(
            Objects.requireNonNull(GoldenBuildsTest.class.getResource("/golden-builds")).toURI());
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
    if (System.getenv("GOLDEN") != null) {
      Files.writeString(
          Path.of("src/test/resources/golden-builds")
              .resolve(folder.getFileName())
              .resolve("expected.yaml"),
          written(Yaml.objects(Files.readString(folder.resolve("given.yaml")))));
      return;
    }
    assertThat(written(Yaml.objects(Files.readString(folder.resolve("given.yaml")))))
        .isEqualTo(Files.readString(folder.resolve("expected.yaml")));
  }

  private static String written(Collection<?> given) {
    PythonBuild build = all(PythonBuild.class, given).getFirst();
    BuildInputs inputs =
        new BuildInputs(
            build,
            all(PythonPlatform.class, given).stream().findFirst(),
            SCOPE,
            BUILDER,
            BuildAttempts.latest(all(Job.class, given), all(Pod.class, given), NOW),
            BuildAttempts.latestWheels(all(Job.class, given), all(Pod.class, given), NOW),
            new BuildLine(0, 0),
            NOW,
            BuildAttempts.latestTests(all(Job.class, given), all(Pod.class, given), NOW),
            BuildAttempts.latestReport(all(Job.class, given), all(Pod.class, given), NOW));
    BuildPlan plan = BuildDecisions.plan(inputs);
    if (plan.step() == Step.START_TESTS) {
      return text(Stream.concat(testing(inputs, plan, given), status(build, plan)));
    }
    if (plan.step() == Step.START_REPORT) {
      return text(Stream.concat(reporting(inputs, plan), status(build, plan)));
    }
    if (!STARTING.contains(plan.step())) {
      return text(status(build, plan));
    }
    BuildOrder order = order(inputs, plan, given);
    Optional<Failure> objection = MaterialDecisions.objection(order);
    return objection.isPresent()
        ? text(status(build, plan.failed(objection.get(), NOW)))
        : text(
            Stream.concat(
                plan.step() == Step.START ? started(order) : started(order, plan),
                status(build, plan)));
  }

  private static BuildOrder order(BuildInputs inputs, BuildPlan plan, Collection<?> given) {
    PythonPlatform platform = inputs.platform().orElseThrow();
    return new BuildOrder(
        inputs.build(),
        platform,
        SCOPE.buildNamespaceOf(platform.getSpec()),
        plan.history().attempts(),
        BUILDER.reference().orElseThrow(),
        new BuildMaterials(
            PlatformChoice.of("shop", Map.of()),
            all(Secret.class, given).stream().findFirst(),
            all(ConfigMap.class, given).stream().findFirst(),
            all(PythonService.class, given).stream()
                .map(PythonService::getStatus)
                .map(PythonServiceStatus::release)
                .filter(Objects::nonNull)
                .map(Release::image)
                .findFirst()),
        inputs.placeOfWheels());
  }

  private static Stream<HasMetadata> started(BuildOrder order, BuildPlan plan) {
    WheelOrder wheels =
        new WheelOrder(
            order,
            plan.history().wheels().orElseThrow(),
            BUILDER.forWheels().orElseThrow(),
            List.of("-----BEGIN CERTIFICATE-----\n"));
    Job job = WheelJobRenderer.render(wheels);
    return Stream.concat(Stream.of(job), WheelJobRenderer.certificates(wheels, job).stream());
  }

  private static Stream<HasMetadata> testing(
      BuildInputs inputs, BuildPlan plan, Collection<?> given) {
    return Stream.of(
        TestJobRenderer.render(
            TestOrder.of(
                inputs.build(),
                inputs.platform().orElseThrow(),
                plan.history(),
                all(PythonService.class, given).stream().map(PythonService::getSpec).findFirst(),
                all(PythonBuild.class, given).stream().skip(1).findFirst())));
  }

  private static Stream<HasMetadata> reporting(BuildInputs inputs, BuildPlan plan) {
    PythonPlatform platform = inputs.platform().orElseThrow();
    ReportOrder order =
        new ReportOrder(
            inputs.build(),
            platform,
            SCOPE.buildNamespaceOf(platform.getSpec()),
            plan.history().attempts(),
            BUILDER.reference().orElseThrow(),
            Objects.requireNonNull(inputs.build().getStatus().image()),
            TestDecisions.tested(inputs).debt().baseline(),
            "<testsuite/>".getBytes(StandardCharsets.UTF_8));
    Job job = ReportJobRenderer.render(order);
    return Stream.of(job, ReportJobRenderer.report(order, job));
  }

  private static Stream<HasMetadata> started(BuildOrder order) {
    Job job = BuildJobRenderer.render(order);
    return Stream.concat(Stream.of(job), BuildCopies.of(order, job).stream());
  }

  private static Stream<HasMetadata> status(PythonBuild build, BuildPlan plan) {
    return RENDERER.render(build, plan, NOW).stream()
        .flatMap(update -> Stream.concat(Stream.of(update.patch()), update.events().stream()));
  }

  private static String text(Stream<HasMetadata> objects) {
    return objects.map(Yaml::of).collect(Collectors.joining());
  }

  private static <T> List<T> all(Class<T> type, Collection<?> given) {
    return given.stream().filter(type::isInstance).map(type::cast).toList();
  }
}

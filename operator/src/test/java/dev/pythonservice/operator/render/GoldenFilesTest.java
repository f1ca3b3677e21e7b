package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BaseImage;
import dev.pythonservice.operator.plan.ClusterCapabilities;
import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.ImageTrust;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.NodeSummary;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.plan.Observed;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PlacementReport;
import dev.pythonservice.operator.plan.PlacementReports;
import dev.pythonservice.operator.plan.PlatformChoice;
import dev.pythonservice.operator.plan.PlatformDecisions;
import dev.pythonservice.operator.plan.PlatformInputs;
import dev.pythonservice.operator.plan.PodDemand;
import dev.pythonservice.operator.plan.ReleaseDecisions;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.plan.Revision;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.plan.ServiceDecisions;
import dev.pythonservice.operator.plan.ServiceInputs;
import dev.pythonservice.operator.plan.ServiceReport;
import dev.pythonservice.operator.plan.ServiceReports;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.plan.VisibleNodes;
import dev.pythonservice.operator.plan.WorkloadPlan;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.net.URISyntaxException;
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
 * Each folder of {@code golden} is a case: {@code given.yaml} is what is on the cluster, {@code
 * expected.yaml} what is written about its platforms and services at {@link #NOW}.
 */
@DisplayName("What is written")
final class GoldenFilesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00.123456789Z");
  private static final String BASE =
      "registry.example/python@sha256:1111111111111111111111111111111111111111111111111111111111111111";
  private static final String REVISION = "6b3c7a1f0d9e8c7b6a5948372615049382716f5e";
  private static final OperatorScope SCOPE = new OperatorScope("operators", new TreeSet<>());
  private static final StatusRenderer RENDERER =
      new StatusRenderer(new EventReporter("pythonservice-operator-0"));

  @TestFactory
  Stream<DynamicTest> cases() throws IOException, URISyntaxException {
    Path golden =
        Path.of(Objects.requireNonNull(GoldenFilesTest.class.getResource("/golden")).toURI());
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
    assertThat(written(Yaml.objects(Files.readString(folder.resolve("given.yaml")))))
        .isEqualTo(Files.readString(folder.resolve("expected.yaml")));
  }

  /** What a reconcile of each object writes, in the order of the objects. */
  private static String written(Collection<?> given) {
    return given.stream()
        .flatMap(object ->
            switch (object) {
              case PythonPlatform platform -> update(platform, given).stream();
              case PythonService service -> update(service, given).stream();
              default -> Stream.<StatusUpdate<?>>empty();
            })
        .flatMap(update -> Stream.concat(Stream.of(update.patch()), update.events().stream()))
        .map(Yaml::of)
        .collect(Collectors.joining());
  }

  private static Optional<? extends StatusUpdate<?>> update(
      PythonPlatform platform, Collection<?> given) {
    PlatformInputs inputs = new PlatformInputs(platform.getSpec(), SCOPE, keysOf(given));
    return RENDERER.render(platform, PlatformDecisions.decide(inputs), Optional.empty(), NOW);
  }

  private static Optional<? extends StatusUpdate<?>> update(
      PythonService service, Collection<?> given) {
    PlatformChoice choice = PlatformChoice.of(service.getMetadata().getNamespace(), Map.of());
    ServiceInputs inputs =
        given.stream()
            .filter(PythonPlatform.class::isInstance)
            .map(PythonPlatform.class::cast)
            .filter(platform -> platform.getMetadata().getName().equals(choice.platform()))
            .findFirst()
            .<ServiceInputs>map(platform -> inputs(choice, service, platform, given))
            .orElseGet(() -> new ServiceInputs.WithoutPlatform(choice));
    return RENDERER.render(service, report(service, inputs, given), NOW);
  }

  private static ServiceInputs inputs(
      PlatformChoice choice, PythonService service, PythonPlatform platform, Collection<?> given) {
    return new ServiceInputs.WithPlatform(
        choice,
        service,
        platform,
        new Lookup.Found<>(new BaseImage(BASE, Set.of(Architecture.AMD64)), NOW),
        new Lookup.Found<>(new Revision(REVISION, Optional.of("main")), NOW),
        all(PythonBuild.class, given).toList(),
        ImageTrust.notRequired(),
        Optional.empty());
  }

  private static ServiceReport report(
      PythonService service, ServiceInputs inputs, Collection<?> given) {
    Optional<Verdict> objection = ServiceDecisions.objection(inputs);
    Running running = running(given);
    if (objection.isPresent() || !(inputs instanceof ServiceInputs.WithPlatform with)) {
      return ServiceReports.blocked(service, inputs, objection.orElseThrow(), running);
    }
    ReleasePlan plan = ReleaseDecisions.plan(with, 1);
    return ServiceReports.of(
        with,
        plan,
        Optional.empty(),
        plan.serving().map(build -> placement(with, build, given)),
        List.of(),
        running,
        Lookup.pending(),
        Optional.empty(),
        Optional.empty());
  }

  private static PlacementReport placement(
      ServiceInputs.WithPlatform inputs, PythonBuild build, Collection<?> given) {
    WorkloadPlan workload = WorkloadPlan.of(inputs, build, new ClusterCapabilities(false));
    List<ClusterNode> nodes = all(Node.class, given).map(ClusterNode::of).toList();
    List<PodDemand> demands = PodDemands.of(WorkloadRenderer.render(workload));
    VisibleNodes seen =
        new VisibleNodes.Seen(
            demands.stream()
                .collect(
                    Collectors.toMap(
                        PodDemand::component,
                        demand -> NodeSummary.of(nodes, demand, Optional.empty()))));
    Observed observed = new Observed(seen, Map.of(), false, running(given));
    return PlacementReports.of(inputs, workload, build, demands, observed, NOW);
  }

  private static Running running(Collection<?> given) {
    return new Running(
        all(Deployment.class, given).findFirst(),
        all(Pod.class, given).toList(),
        all(Job.class, given).toList());
  }

  private static Map<ObjectName, Set<String>> keysOf(Collection<?> given) {
    return Stream.concat(
            all(Secret.class, given)
                .map(secret -> Map.entry(name(Kind.SECRET, secret), secret.getData().keySet())),
            all(ConfigMap.class, given)
                .map(map -> Map.entry(name(Kind.CONFIG_MAP, map), map.getData().keySet())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static <T> Stream<T> all(Class<T> type, Collection<?> given) {
    return given.stream().filter(type::isInstance).map(type::cast);
  }

  private static ObjectName name(Kind kind, HasMetadata object) {
    return new ObjectName(
        kind, object.getMetadata().getNamespace(), object.getMetadata().getName());
  }
}

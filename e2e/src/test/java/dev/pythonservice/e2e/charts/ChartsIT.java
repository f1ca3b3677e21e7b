package dev.pythonservice.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Lanes;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm makes of the charts. It needs no cluster. */
@ResourceLock(Lanes.MACHINE)
class ChartsIT {

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OPERATOR = CHECKOUT.resolve("charts/pythonservice-operator");
  private static final Path DEFINITIONS = CHECKOUT.resolve("charts/pythonservice-crds");
  private static final String MINIMAL = "--values=" + OPERATOR.resolve("ci/minimal-values.yaml");

  private final Tools tools =
      Surroundings.of(System.getenv(), Clock.systemUTC())
          .toolCache()
          .provide(Set.of(Tool.HELM, Tool.KUBECTL), Progress.onto(System.out, Clock.systemUTC()));
  private final Helm helm = Helm.of(tools);

  @TestFactory
  Stream<DynamicTest> whatIsRenderedIsWhatIsCommitted() throws IOException {
    return Drift.tests(CHECKOUT, new InstallationFiles(CHECKOUT).rendered(helm));
  }

  @Test
  void nothingIsToBeSaidAgainstTheCharts() {
    assertThat(helm.run("lint", "--strict", DEFINITIONS.toString())).contains("0 chart(s) failed");
    assertThat(helm.run("lint", "--strict", OPERATOR.toString(), MINIMAL))
        .contains("0 chart(s) failed");
  }

  @Test
  void withoutAnImageTheMessageSaysWhatToSet() {
    Command.Outcome outcome = helm.attempt("template", "pythonservice", OPERATOR.toString());

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).contains("image.repository is empty: set it to");
  }

  @ParameterizedTest(name = "{0} is refused")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replica=2                          | additional properties 'replica' not allowed
          replicas=two                       | got string, want integer
          watchedNamespaces={Shop}           | /watchedNamespaces/0
          image.digest=sha256:abc            | /image/digest
          image.repository=operator          | /image/repository
          log.level=VERBOSE                  | value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'
          podDisruptionBudget.maxUnavailable=0 | /podDisruptionBudget/maxUnavailable
          platform.create=true               | platform.spec lacks runtimes or registry
          """)
  void aWrongValueIsRefusedByName(String value, String message) {
    Command.Outcome outcome =
        helm.attempt("template", "pythonservice", OPERATOR.toString(), MINIMAL, "--set=" + value);

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).contains(message);
  }

  @Test
  void dashboardsAndRulesAreBroughtWhereTheyAreWanted() throws IOException {
    String rendered =
        helm.template(
            OPERATOR,
            "pythonservice",
            "python",
            MINIMAL,
            "--set=metrics.dashboards.enabled=true",
            "--set=metrics.dashboards.namespace=grafana",
            "--set=metrics.rules.enabled=true");

    for (Path dashboard : Dashboards.of(CHECKOUT).files()) {
      assertThat(rendered)
          .contains("pythonservice-" + dashboard.getFileName() + ": |")
          .contains(Files.readString(dashboard).indent(4).stripTrailing());
    }
    assertThat(rendered)
        .contains("namespace: grafana", "grafana_dashboard: \"1\"", "kind: PrometheusRule")
        .contains("alert: PythonServiceNotReady", "record: python_service:http_requests:rate5m");
  }

  @Test
  void aServiceMonitorWithoutAServiceIsRefused() {
    Command.Outcome outcome =
        helm.attempt(
            "template",
            "pythonservice",
            OPERATOR.toString(),
            MINIMAL,
            "--set=metrics.serviceMonitor.enabled=true,metrics.service.enabled=false");

    assertThat(outcome.error()).contains("needs metrics.service.enabled: set that to true");
  }

  @Test
  void definitionsAreKeptUnlessTheyMayGo() {
    String kept = helm.template(DEFINITIONS, "crds", "default");
    String gone = helm.template(DEFINITIONS, "crds", "default", "--set=keep=false");

    assertThat(kept.lines().filter(line -> line.contains("helm.sh/resource-policy: keep")))
        .hasSize(3);
    assertThat(gone).doesNotContain("helm.sh/resource-policy");
  }

  @Test
  void kustomizeBuildsTheWholeInstallation() {
    String yaml =
        Command.of(
                tools.path(Tool.KUBECTL),
                "kustomize",
                CHECKOUT.resolve("charts/kustomize").toString())
            .run();

    assertThat(yaml.lines().filter(line -> line.equals("kind: CustomResourceDefinition")))
        .hasSize(3);
    assertThat(yaml).contains("kind: Deployment").doesNotContain("Helm");
  }
}

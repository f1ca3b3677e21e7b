package dev.pythonservice.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.PrometheusServer;
import dev.pythonservice.e2e.support.Lanes;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the chart brings for Prometheus and Grafana; Prometheus' own tool checks it. */
@DisplayName("Rules and dashboards")
@ResourceLock(Lanes.MACHINE)
class MonitoringFilesIT {

  private static final Path CHECKOUT = Surroundings.checkout();
  private static final Path RULES = CHECKOUT.resolve("charts/pythonservice-operator/files/rules");
  private static final Path RUNBOOKS = CHECKOUT.resolve("docs/runbooks");
  private static final Path TEST =
      CHECKOUT.resolve("e2e/src/test/resources/rules/alerts-test.yaml");
  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
  private static final Pattern TESTED = Pattern.compile("(?m)^ *alertname: (\\w+)$");

  @BeforeAll
  static void install() {
    PrometheusServer.install(
        SystemPackages.of(System.getenv()), Progress.onto(System.err, Clock.systemUTC()));
  }

  @Test
  @DisplayName("are understood by Prometheus, and fire when they should and not else")
  void fireWhenTheyShould(@TempDir Path folder) throws IOException {
    for (Path file : List.of(RULES.resolve("alerts.yaml"), RULES.resolve("recording.yaml"), TEST)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }

    Command.of(List.of("promtool", "check", "rules", "alerts.yaml", "recording.yaml"))
        .in(folder)
        .run();
    Command.of(List.of("promtool", "test", "rules", "alerts-test.yaml")).in(folder).run();
  }

  @Test
  @DisplayName("have a test and a runbook for each alert, and no others")
  void haveRunbooks() throws IOException {
    Set<String> alerts = all(ALERT, RULES.resolve("alerts.yaml"));

    assertThat(all(TESTED, TEST)).isEqualTo(alerts);
    assertThat(runbooks()).isEqualTo(alerts);
    for (String alert : alerts) {
      assertThat(Files.readString(RUNBOOKS.resolve(alert + ".md")))
          .startsWith("# " + alert)
          .contains("**What to do**");
      assertThat(Files.readString(RULES.resolve("alerts.yaml")))
          .contains("runbook: docs/runbooks/" + alert + ".md");
    }
  }

  @Test
  @DisplayName("say of each panel what it shows, and no panel covers another")
  void describeTheirPanels() {
    for (Path file : Dashboards.of(CHECKOUT).files()) {
      JsonNode dashboard = Dashboards.read(file);
      assertThat(dashboard.path("uid").asText()).as(file.toString()).startsWith("pythonservice-");
      Set<String> cells = new TreeSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        assertThat(panel.path("description").asText())
            .as(panel.path("title").asText())
            .isNotBlank();
        JsonNode place = panel.path("gridPos");
        for (int x = 0; x < place.path("w").asInt(); x++) {
          for (int y = 0; y < place.path("h").asInt(); y++) {
            String cell =
                "%d %d".formatted(place.path("x").asInt() + x, place.path("y").asInt() + y);
            assertThat(cells.add(cell)).as(panel.path("title").asText()).isTrue();
          }
        }
      }
    }
  }

  private static Set<String> runbooks() throws IOException {
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      return files
          .map(path -> path.getFileName().toString().replaceFirst("\\.md$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> all(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

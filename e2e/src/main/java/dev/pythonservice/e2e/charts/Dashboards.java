package dev.pythonservice.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Grafana's dashboards that the chart brings.
 *
 * @param folder their folder
 */
public record Dashboards(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those of a checkout. */
  public static Dashboards of(Path checkout) {
    return new Dashboards(checkout.resolve("charts/pythonservice-operator/files/dashboards"));
  }

  /**
   * A query of a panel.
   *
   * @param dashboard the dashboard's file
   * @param panel the panel's title
   * @param expression the query in PromQL, with Grafana's variables
   */
  public record Query(String dashboard, String panel, String expression) {

    /** The query with values for Grafana's variables, by their names. */
    public String with(Map<String, String> values) {
      String query = expression;
      for (Map.Entry<String, String> value : values.entrySet()) {
        query = query.replace("$" + value.getKey(), value.getValue());
      }
      return query;
    }

    @Override
    public String toString() {
      return "%s, %s: %s".formatted(dashboard, panel, expression);
    }
  }

  /** The files, by name. */
  public List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(folder + " cannot be read", problem);
    }
  }

  /** All queries of all panels. */
  public List<Query> queries() {
    return files().stream().flatMap(Dashboards::queries).toList();
  }

  private static Stream<Query> queries(Path file) {
    return read(file)
        .path("panels")
        .valueStream()
        .flatMap(panel ->
            panel
                .path("targets")
                .valueStream()
                .map(target ->
                    new Query(
                        file.getFileName().toString(),
                        panel.path("title").asText(),
                        target.path("expr").asText())));
  }

  /**
   * A dashboard.
   *
   * @throws UncheckedIOException when it is no JSON
   */
  public static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException problem) {
      throw new UncheckedIOException(file + " is no dashboard", problem);
    }
  }
}

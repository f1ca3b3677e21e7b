package dev.pythonservice.e2e.charts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values of a chart as a table for its README: each with its description, from {@code
 * values.schema.json}, and its default, from {@code values.yaml}.
 *
 * @param rows the values, in the order of the schema
 */
public record ValuesTable(List<Row> rows) {

  /** Helm's own. */
  private static final String GLOBAL = "global";

  private static final String START =
      "<!-- Values: generated from values.schema.json, see below. -->";
  private static final String END =
      "<!-- End of the values. Change them and run 'make generate'. -->";

  public ValuesTable {
    rows = List.copyOf(rows);
  }

  /**
   * A value.
   *
   * @param path its path, such as {@code image.tag}
   * @param description what it says
   * @param usual its default, as JSON
   */
  public record Row(String path, String description, String usual) {}

  /** Of a chart's folder. */
  public static ValuesTable of(Path chart) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(chart.resolve("values.schema.json").toFile());
    JsonNode values =
        Serialization.unmarshal(Files.readString(chart.resolve("values.yaml")), JsonNode.class);
    List<Row> rows = new ArrayList<>();
    collect("", schema, values, rows);
    return new ValuesTable(rows);
  }

  private static void collect(String prefix, JsonNode schema, JsonNode values, List<Row> rows) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode usual = values.path(property.getKey());
      if (property.getValue().has("properties")) {
        collect(path + ".", property.getValue(), usual, rows);
      } else if (!path.equals(GLOBAL)) {
        rows.add(new Row(path, property.getValue().path("description").asText(), json(usual)));
      }
    }
  }

  private static String json(JsonNode value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException problem) {
      throw new IllegalStateException("A parsed value can be written", problem);
    }
  }

  /** The table in Markdown. */
  String markdown() {
    return rows.stream()
        .map(row ->
            "| `%s` | %s | %s |\n".formatted(row.path(), escaped(row.description()), usual(row)))
        .collect(Collectors.joining("", "| value | what it says | default |\n|---|---|---|\n", ""));
  }

  private static String usual(Row row) {
    return row.usual().isEmpty() ? "" : "`" + escaped(row.usual()) + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }

  /**
   * A README with this table in the place of its own.
   *
   * @throws IllegalArgumentException when the README has no place for it
   */
  String within(String readme) {
    int start = readme.indexOf(START);
    int end = readme.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "A chart's README.md needs the lines '%s' and '%s'".formatted(START, END));
    }
    return readme.substring(0, start) + START + "\n\n" + markdown() + "\n" + readme.substring(end);
  }
}

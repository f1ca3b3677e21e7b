package dev.pythonservice.builder.checks;

import static java.util.Comparator.comparing;

import dev.pythonservice.builder.checks.Finding.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads findings from what a checker writes as SARIF 2.1.0, one at a time: their rules come with
 * pages of documentation.
 */
final class FindingReader {

  private static final String ERROR = "error";

  /** Longer is a quotation of the project. */
  private static final int LONGEST_MESSAGE = 1000;

  private final Checker checker;
  private final CheckPlace place;
  private final Map<Path, List<String>> lines = new HashMap<>();

  FindingReader(Checker checker, CheckPlace place) {
    this.checker = checker;
    this.place = place;
  }

  /**
   * The findings, in the order of file and line.
   *
   * @throws IllegalArgumentException when it is no SARIF with a run
   */
  List<Finding> read(String sarif) {
    List<Finding> findings = new ArrayList<>();
    int runs = 0;
    try (JsonParser parser = JsonMapper.shared().createParser(sarif)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          String pointer = parser.streamReadContext().pathAsPointer().toString();
          if (pointer.matches("/runs/\\d+/results/\\d+")) {
            findings.add(finding(parser.readValueAsTree()));
          } else if (pointer.matches("/runs/\\d+")) {
            runs++;
          }
        }
      }
    } catch (JacksonException exception) {
      throw new IllegalArgumentException(exception);
    }
    if (runs == 0) {
      throw new IllegalArgumentException("SARIF without a run");
    }
    findings.sort(
        comparing(Finding::path)
            .thenComparing(each -> each.region().startLine())
            .thenComparing(each -> each.region().startColumn())
            .thenComparing(Finding::rule));
    return findings;
  }

  private Finding finding(JsonNode result) {
    JsonNode location = result.path("locations").path(0).path("physicalLocation");
    Path file = file(location.path("artifactLocation").path("uri").asString(""));
    String path = place.shown(file);
    JsonNode region = location.path("region");
    int line = region.path("startLine").asInt(1);
    int column = region.path("startColumn").asInt(1);
    String rule = result.path("ruleId").asString("");
    return new Finding(
        rule,
        path,
        new Region(
            line,
            column,
            region.path("endLine").asInt(line),
            region.path("endColumn").asInt(column)),
        result.path("level").asString("warning").equals(ERROR),
        message(result.path("message").path("text").asString("")),
        Finding.identity(rule, path, checker.findsFiles() ? "" : line(file, line)));
  }

  private String message(String text) {
    String relative = place.withoutFolders(text);
    return relative.length() <= LONGEST_MESSAGE ? relative : relative.substring(0, LONGEST_MESSAGE);
  }

  /** Ruff and ty write a file's address, Pyrefly a path relative to where it runs. */
  private Path file(String uri) {
    return uri.startsWith("file:")
        ? Path.of(URI.create(uri))
        : place.project().resolve(uri).normalize();
  }

  private String line(Path file, int number) {
    List<String> all = lines.computeIfAbsent(file, this::linesOf);
    return number <= all.size() ? all.get(number - 1) : "";
  }

  /** Of a file that is not the project's, no line is read. */
  private List<String> linesOf(Path file) {
    if (!place.holds(file) || !Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}

package dev.pythonservice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the time of one build went, by the builder's own report; phases may overlap.
 *
 * @param report the report as JSON
 * @param whole from the start of the program or the request to its end
 */
record Phases(JsonNode report, Duration whole) {

  static Phases of(String report, Duration whole) {
    try {
      return new Phases(new ObjectMapper().readTree(report), whole);
    } catch (IOException problem) {
      throw new UncheckedIOException("The builder's report is no JSON: " + report, problem);
    }
  }

  /** One line; what is before and after the build is mostly the start of Java. */
  String line() {
    long own = report.path("milliseconds").asLong();
    String phases =
        report
            .path("phases")
            .valueStream()
            .map(phase ->
                "%s %d".formatted(phase.path("name").asText(), phase.path("milliseconds").asLong()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "  where the time goes, in ms of one more run: %d in all, %d before and after the build, %d"
            + " in it (%s)",
        whole.toMillis(),
        whole.toMillis() - own,
        own,
        phases);
  }
}

package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the builder's summary says of previews of checkers. */
final class PreviewMessage {

  private static final int LONGEST = 1024;

  private PreviewMessage() {}

  /** Reads them, without those of checkers that this operator does not know. */
  static List<CheckerPreview> of(JsonNode json) {
    return StreamSupport.stream(json.path("previews").spliterator(), false)
        .flatMap(preview -> read(preview).stream())
        .toList();
  }

  private static Optional<CheckerPreview> read(JsonNode preview) {
    String message = preview.path("message").asText("");
    return Arrays.stream(Checker.values())
        .filter(checker -> checker.name().equalsIgnoreCase(preview.path("checker").asText()))
        .findFirst()
        .flatMap(checker ->
            Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.name().equals(preview.path("verdict").asText()))
                .findFirst()
                .map(verdict ->
                    new CheckerPreview(
                        checker,
                        preview.path("version").asText(),
                        verdict,
                        preview.path("newFindings").asInt(),
                        message.isEmpty()
                            ? null
                            : message.substring(0, Math.min(message.length(), LONGEST)))));
  }
}

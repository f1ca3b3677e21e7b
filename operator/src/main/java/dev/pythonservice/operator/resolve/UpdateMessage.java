package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.Updates.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the builder's summary says of a look for updates. */
final class UpdateMessage {

  private static final int MOST = 20;
  private static final int LONGEST = 256;
  private static final int LONGEST_SENTENCE = 512;

  private UpdateMessage() {}

  /** Reads it; empty when the summary is of something else. */
  static Optional<LockChange> of(JsonNode json) {
    return Arrays.stream(Scope.values())
        .filter(scope -> scope.name().equals(json.path("scope").asText()))
        .filter(_ -> json.path("changed").isInt())
        .findFirst()
        .map(scope -> change(scope, json));
  }

  private static LockChange change(Scope scope, JsonNode json) {
    return new LockChange(
        text(json.path("lock")),
        scope,
        json.path("changed").asInt(),
        texts(json.path("packages"), LONGEST_SENTENCE),
        sum(json, "bytesBefore"),
        sum(json, "bytesAfter"),
        platforms(json, "gained"),
        platforms(json, "lost"),
        json.path("fixed").asInt(),
        vulnerabilities(json.path("fixes")),
        json.path("introduced").asInt(),
        vulnerabilities(json.path("brings")),
        texts(json.path("held"), LONGEST_SENTENCE),
        text(json.path("branch")),
        text(json.path("warning")));
  }

  private static @Nullable String text(JsonNode node) {
    String text = shortened(node.asText(""), LONGEST_SENTENCE);
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long sum(JsonNode json, String field) {
    long sum = elements(json.path("platforms")).mapToLong(one -> one.path(field).asLong()).sum();
    return sum == 0 ? null : sum;
  }

  private static List<String> platforms(JsonNode json, String field) {
    return elements(json.path("platforms"))
        .filter(one -> one.path(field).asBoolean())
        .map(one -> one.path("platform").asText())
        .toList();
  }

  private static List<String> vulnerabilities(JsonNode array) {
    return elements(array)
        .limit(MOST)
        .map(one ->
            "%s in %s (%s)"
                .formatted(
                    one.path("id").asText(),
                    one.path("name").asText(),
                    one.path("severity").asText()))
        .map(text -> shortened(text, LONGEST))
        .toList();
  }

  private static List<String> texts(JsonNode array, int longest) {
    return elements(array).limit(MOST).map(one -> shortened(one.asText(), longest)).toList();
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

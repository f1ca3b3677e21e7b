package dev.pythonservice.e2e.builder.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.util.List;

/**
 * A build that ended.
 *
 * @param outcome exit code, and what it said
 * @param summary the file of {@code --summary}
 */
public record Attempt(Command.Outcome outcome, String summary) {

  /** What no message may show. */
  static final String SECRET = "hunter2-is-secret";

  /**
   * It failed by this class of failure, and said why once in one line to people and once to
   * programs, with these words in it.
   */
  public void isRefused(ExitCode exitCode, List<String> words) throws IOException {
    assertThat(outcome.error().strip().lines().toList())
        .as("standard error of what ended with %d and said: %s", outcome.exitCode(), said())
        .hasSize(1)
        .first()
        .asString()
        .contains(words)
        .doesNotContain(SECRET)
        .doesNotContainPattern("\\w(Exception|Error)\\b");
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(exitCode.number());
    assertThat(outcome.output()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(summary);
    assertThat(json.path("failure").asText()).isEqualTo(exitCode.name());
    assertThat(json.path("exitCode").asInt()).isEqualTo(exitCode.number());
    assertThat(json.path("message").asText()).isEqualTo(outcome.error().strip());
  }

  private String said() {
    return "%s%n%s".formatted(outcome.output(), summary);
  }

  /**
   * It failed because of packages that are not there for a platform, and said so in a table whose
   * lines have these words.
   */
  public void isInfeasible(List<String> words) throws IOException {
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(ExitCode.INPUT.number());
    assertThat(outcome.error()).contains(words).doesNotContain(SECRET);
    assertThat(summary).contains("\"failure\":\"INPUT\"").contains(words);
    JsonNode platform = new ObjectMapper().readTree(summary).path("platforms").path(0);
    assertThat(platform.path("feasible").asBoolean(true)).isFalse();
    assertThat(platform.path("blockers").path(0).path("reason").asText()).isNotEmpty();
  }

  /** It made an image, whose reference by digest is the last thing it said. */
  public String succeeded() {
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(summary).contains("\"digest\":\"sha256:").doesNotContain(SECRET);
    return outcome.output().strip();
  }
}

package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Verdict;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An Event")
final class EventReporterTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  @Test
  @DisplayName("shortens a message to what the API server accepts")
  void shortensMessages() {
    assertThat(eventWith("x".repeat(1025)).getNote()).hasSize(1024).endsWith("x…");
  }

  @Test
  @DisplayName("leaves the longest message that the API server accepts as it is")
  void keepsMessages() {
    assertThat(eventWith("x".repeat(1024)).getNote()).isEqualTo("x".repeat(1024));
  }

  @Test
  @DisplayName("has microseconds in its time, also when there are none")
  void writesMicroseconds() {
    assertThat(eventWith("").getEventTime().getTime()).isEqualTo("2026-11-23T02:00:00.000000Z");
  }

  private static Event eventWith(String message) {
    PythonPlatform platform = new PythonPlatform();
    platform.getMetadata().setName("default");
    Verdict verdict = Verdict.stalled("SecretNotFound", message);
    return new EventReporter("operator-0").verdictOn(platform, verdict, NOW);
  }
}

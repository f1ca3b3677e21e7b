package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import java.util.Optional;

/**
 * What is known of another version of a checker at a service.
 *
 * @param version which version
 * @param state what would become of the service
 * @param message why it could not look; empty otherwise
 */
public record PreviewOutcome(CheckerVersion version, State state, Optional<String> message) {

  /** What would become of a service. */
  public enum State {
    /** Nobody has looked yet. */
    PENDING,
    /** It would go on. */
    PASSED,
    /** It would be stopped. */
    FAILED,
    /** It could not look. */
    ERROR
  }

  static PreviewOutcome pending(CheckerVersion version) {
    return new PreviewOutcome(version, State.PENDING, Optional.empty());
  }

  static PreviewOutcome error(CheckerVersion version, String message) {
    return new PreviewOutcome(version, State.ERROR, Optional.of(message));
  }

  static PreviewOutcome of(CheckerPreview preview) {
    CheckerVersion version = new CheckerVersion(preview.checker(), preview.version());
    return switch (preview.verdict()) {
      case Passed -> new PreviewOutcome(version, State.PASSED, Optional.empty());
      case Failed -> new PreviewOutcome(version, State.FAILED, Optional.empty());
      case Error ->
          error(version, Optional.ofNullable(preview.message()).orElse("it does not say why"));
    };
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;

/**
 * A part of how things stand with an object, which becomes a condition beside {@code Ready}.
 *
 * @param type the condition's type
 * @param status whether it holds
 * @param reason why, in one word for programs
 * @param message why, for people
 */
public record Aspect(String type, Status status, String reason, String message) {

  /** An aspect as a condition says it. */
  static Aspect of(Condition condition) {
    return new Aspect(
        condition.type(), condition.status(), condition.reason(), condition.message());
  }

  /** An aspect that holds when a verdict is that it is ready. */
  static Aspect of(String type, Verdict verdict) {
    return new Aspect(
        type,
        verdict.outlook() == Outlook.READY ? Status.True : Status.False,
        verdict.reason(),
        verdict.message());
  }
}

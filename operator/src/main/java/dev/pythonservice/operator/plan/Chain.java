package dev.pythonservice.operator.plan;

import java.util.List;
import java.util.Optional;

/**
 * Decisions in the order in which they are asked; the first objection is the verdict. What comes
 * later may rely on what earlier ones found in order.
 *
 * @param decisions the questions
 * @param otherwise the verdict when none objects
 * @param <I> what is decided on
 */
record Chain<I>(List<Decision<I>> decisions, Verdict otherwise) {

  Chain {
    decisions = List.copyOf(decisions);
  }

  Verdict decide(I inputs) {
    return objection(inputs).orElse(otherwise);
  }

  /** The first objection; empty when none objects. */
  Optional<Verdict> objection(I inputs) {
    return decisions.stream()
        .map(decision -> decision.objection(inputs))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * One question about the inputs.
   *
   * @param <I> what is decided on
   */
  @FunctionalInterface
  interface Decision<I> {

    /** What stands against going on; empty when nothing does. */
    Optional<Verdict> objection(I inputs);
  }
}

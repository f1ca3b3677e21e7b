package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which architecture pods go to first.
 *
 * @param first the architecture
 * @param reason why, in one word for programs
 * @param message why, in a sentence for people
 * @param isOfTheMoment whether the message tells numbers that change by themselves
 * @param lookAgainAt when time alone may change it
 */
record PlacementChoice(
    Architecture first,
    String reason,
    String message,
    boolean isOfTheMoment,
    Optional<Instant> lookAgainAt) {

  /** Longest message of the API, in characters. */
  private static final int MESSAGE_LENGTH = 1024;

  static PlacementChoice of(Architecture first, String reason, String message) {
    return new PlacementChoice(first, reason, message, false, Optional.empty());
  }

  /**
   * What is said of it. As long as the same comes first for the same reason on the same platform,
   * numbers are those that were told before: prices of nodes that come and go are no news.
   */
  Placement placement(PlacementInputs inputs) {
    List<Architecture> order =
        Stream.concat(
                Stream.of(first),
                inputs.candidates().stream().filter(architecture -> architecture != first))
            .toList();
    Optional<Placement> same =
        inputs
            .before()
            .filter(before -> before.architectures().equals(order))
            .filter(before -> before.reason().equals(reason))
            .filter(before ->
                shortened().equals(before.message())
                    || isOfTheMoment
                        && Long.valueOf(inputs.platformGeneration())
                            .equals(before.platformGeneration()));
    return same.orElseGet(() ->
        new Placement(
            order,
            reason,
            shortened(),
            moves(inputs)
                ? inputs.now().truncatedTo(ChronoUnit.SECONDS)
                : inputs.before().map(Placement::movedAt).orElse(null),
            inputs.platformGeneration()));
  }

  /** Whether another architecture came first before. */
  boolean moves(PlacementInputs inputs) {
    return inputs
        .before()
        .flatMap(before -> before.architectures().stream().findFirst())
        .filter(before -> before != first)
        .isPresent();
  }

  private String shortened() {
    return message.length() <= MESSAGE_LENGTH
        ? message
        : message.substring(0, MESSAGE_LENGTH - 1) + "…";
  }
}

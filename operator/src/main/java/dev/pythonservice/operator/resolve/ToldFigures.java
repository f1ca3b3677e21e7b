package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.ReleaseFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which figures of a service are told. They move all the time, and a status is for people: so it
 * changes seldom, but for the first figures of a release, which somebody waits for.
 */
final class ToldFigures {

  private static final Duration SLOW = Duration.ofMinutes(5);

  private Map<String, ReleaseFigures> told = Map.of();
  private Instant toldAt = Instant.EPOCH;

  /**
   * The figures that are told.
   *
   * @param figures what they are now, by build
   */
  synchronized Map<String, ReleaseFigures> after(Map<String, ReleaseFigures> figures, Instant now) {
    if (areNew(figures) || !toldAt.plus(SLOW).isAfter(now) && !figures.equals(told)) {
      told = Map.copyOf(figures);
      toldAt = now;
    }
    return told;
  }

  private boolean areNew(Map<String, ReleaseFigures> figures) {
    return figures.values().stream()
        .anyMatch(each ->
            worth(each)
                > Optional.ofNullable(told.get(each.build())).map(ToldFigures::worth).orElse(0));
  }

  private static int worth(ReleaseFigures figures) {
    if (figures.isSound()) {
      return 2;
    }
    return figures.requests() > 0 ? 1 : 0;
  }
}

package dev.pythonservice.operator.plan;

import java.util.Map;

/** The cluster's nodes, as far as the operator can see them. */
public sealed interface VisibleNodes {

  /**
   * They are seen.
   *
   * @param summaries what they offer to each kind of pods, by component
   */
  record Seen(Map<String, NodeSummary> summaries) implements VisibleNodes {

    public Seen {
      summaries = Map.copyOf(summaries);
    }
  }

  /**
   * They are not.
   *
   * @param forbidden whether for lack of a right
   */
  record Hidden(boolean forbidden) implements VisibleNodes {}
}

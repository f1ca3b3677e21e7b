package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.target.Target;
import java.util.List;

/**
 * Whether a lock can be installed on a target: by which wheels, or why not.
 *
 * @param target the target
 * @param wheels the chosen wheel of every package that has one, by name
 * @param blockers every package that has none, by name
 */
public record Feasibility(Target target, List<ChosenWheel> wheels, List<Blocker> blockers) {

  public Feasibility {
    wheels = List.copyOf(wheels);
    blockers = List.copyOf(blockers);
  }

  /** Whether every package can be installed. */
  public boolean feasible() {
    return blockers.isEmpty();
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;

/**
 * Pods of one kind, and what was decided for them.
 *
 * @param inputs what was decided on
 * @param choice the decision
 * @param placement what is said of it
 */
record DecidedPlacement(PlacementInputs inputs, PlacementChoice choice, Placement placement) {

  static DecidedPlacement on(PlacementInputs inputs) {
    PlacementChoice choice = PlacementDecisions.decide(inputs);
    return new DecidedPlacement(inputs, choice, choice.placement(inputs));
  }

  String component() {
    return inputs.demand().component();
  }

  boolean moves() {
    return choice.moves(inputs);
  }

  /** The pods, in words. */
  String spelled() {
    return component().equals(WorkloadLabels.PROCESS)
        ? "the service's pods"
        : "the runs of the job %s".formatted(component());
  }
}

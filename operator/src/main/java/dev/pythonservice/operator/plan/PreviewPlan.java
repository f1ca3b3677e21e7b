package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done so that it is known what other versions of checkers find in what serves.
 *
 * @param outcomes what is known, of each version that the platform tries at this service
 * @param wanted a look that is to be made, as soon as there is a place for it
 * @param looking whether one is under way
 * @param surplus looks that are not kept any more
 */
public record PreviewPlan(
    List<PreviewOutcome> outcomes,
    Optional<WantedBuild> wanted,
    boolean looking,
    List<PythonBuild> surplus) {

  public PreviewPlan {
    outcomes = List.copyOf(outcomes);
    surplus = List.copyOf(surplus);
  }

  /** The same without a place for another look. */
  public PreviewPlan withoutPlace() {
    return new PreviewPlan(outcomes, Optional.empty(), looking, surplus);
  }
}

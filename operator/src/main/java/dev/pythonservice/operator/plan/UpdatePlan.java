package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.UpdatesState;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about updates of a service's lock.
 *
 * @param wanted looks for updates, and builds of candidates, that are to be made
 * @param surplus looks for updates that are not kept any more
 * @param aspect what there is; empty where nobody looks
 * @param state what the status is to remember; empty where nobody looks
 * @param news what people are told
 * @param lookAgainAt when it looks next by the schedule
 */
public record UpdatePlan(
    List<WantedBuild> wanted,
    List<PythonBuild> surplus,
    Optional<Aspect> aspect,
    Optional<UpdatesState> state,
    List<Verdict> news,
    Optional<Instant> lookAgainAt) {

  public UpdatePlan {
    wanted = List.copyOf(wanted);
    surplus = List.copyOf(surplus);
    news = List.copyOf(news);
  }
}

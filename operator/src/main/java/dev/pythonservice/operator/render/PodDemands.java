package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.PodDemand;
import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.List;
import java.util.Optional;

/** What the pods of a service demand of nodes, with what its pod template adds. */
public final class PodDemands {

  private PodDemands() {}

  /**
   * The demands, those of servers and process first, then those of each job.
   *
   * @param rendered what {@link WorkloadRenderer} makes of a plan
   */
  public static List<PodDemand> of(List<HasMetadata> rendered) {
    return rendered.stream().map(PodDemands::of).flatMap(Optional::stream).toList();
  }

  private static Optional<PodDemand> of(HasMetadata object) {
    return template(object)
        .flatMap(template ->
            Optional.ofNullable(object.getMetadata().getLabels().get(WorkloadLabels.COMPONENT))
                .map(component -> PodDemand.of(component, template)));
  }

  private static Optional<PodTemplateSpec> template(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> Optional.of(deployment.getSpec().getTemplate());
      case CronJob job -> Optional.of(job.getSpec().getJobTemplate().getSpec().getTemplate());
      default -> Optional.empty();
    };
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.Optional;

/**
 * What is decided on about exploring.
 *
 * @param decided where the service's pods go
 * @param workload what is to run
 * @param observed what is seen of it
 * @param before what was said so far
 */
record ExplorationInputs(
    DecidedPlacement decided,
    WorkloadPlan workload,
    Observed observed,
    Optional<Exploration> before) {

  /** What the API allows at most, and a platform where it says nothing else. */
  static final int GREATEST_PERCENT = 50;

  /** The build whose image explores. */
  String build() {
    return workload.image().build();
  }

  PlacementInputs placement() {
    return decided.inputs();
  }

  /** What the service asks for, in percent of its replicas; 0 for nothing. */
  int askedPercent() {
    return Optional.ofNullable(workload.service().architectures())
        .map(Architectures::explorationPercent)
        .orElse(0);
  }

  /** The most that the platform allows, in percent. */
  int mostPercent() {
    return Optional.ofNullable(workload.platform().policy())
        .map(Policy::maximumExplorationPercent)
        .orElse(GREATEST_PERCENT);
  }

  int percent() {
    return Math.min(askedPercent(), mostPercent());
  }

  /** The service's own replicas, as they are asked for now. */
  int replicas() {
    return workload.scalesByItself()
        ? observed
            .running()
            .deployment()
            .map(Deployment::getSpec)
            .map(DeploymentSpec::getReplicas)
            .orElse(0)
        : workload.fixedReplicas();
  }

  /** The first that pods do not go to first. */
  Optional<Architecture> candidate() {
    return placement().candidates().stream()
        .filter(architecture -> architecture != decided.choice().first())
        .findFirst();
  }

  /** What was said so far, where it was about the same build. */
  Optional<Exploration> beforeOfBuild() {
    return before.filter(said -> said.build().equals(build()));
  }

  boolean was(Exploration.State state) {
    return beforeOfBuild().filter(said -> said.state() == state).isPresent();
  }
}

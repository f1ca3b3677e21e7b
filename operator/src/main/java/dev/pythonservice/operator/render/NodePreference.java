package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Architecture;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The nodes that a pod goes to first. It is a wish: where they are full or away, the pod runs on
 * others that can run it, and a pod that runs elsewhere stays there.
 */
final class NodePreference {

  /** The greatest there is: a pod template that weighs other wishes higher is not possible. */
  private static final int WEIGHT = 100;

  private NodePreference() {}

  /** The same pod template, with nodes of this architecture first. */
  static PodTemplateSpec add(PodTemplateSpec template, Architecture architecture) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editOrNewAffinity()
        .editOrNewNodeAffinity()
        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(WEIGHT)
        .withNewPreference()
        .addNewMatchExpression()
        .withKey(NodeLabels.ARCHITECTURE)
        .withOperator("In")
        .withValues(NodeLabels.spelled(architecture))
        .endMatchExpression()
        .endPreference()
        .endPreferredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .endSpec()
        .build();
  }
}

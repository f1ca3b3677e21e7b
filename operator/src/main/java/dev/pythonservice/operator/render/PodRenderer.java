package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all pods of a service have, those of servers and of jobs. They run as a user without any
 * rights, as the pod security standard {@code restricted} demands.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
final class PodRenderer {

  /** The user and group of the images that the builder makes. */
  private static final long NONROOT = 65532;

  private PodRenderer() {}

  /**
   * A pod template.
   *
   * @param component what the pods are to the service
   * @param own what is special about them, containers for one
   * @param architectures the architectures of the nodes that they may run on
   */
  static PodTemplateSpec render(
      WorkloadPlan plan, String component, PodSpec own, Set<Architecture> architectures) {
    PodSpec spec =
        new PodSpecBuilder(own)
            .withVolumes(PodVolumes.of(plan))
            .withSecurityContext(security())
            .withServiceAccountName(plan.service().serviceAccountName())
            .withAutomountServiceAccountToken(token(plan).orElse(null))
            .withEnableServiceLinks(false)
            .withImagePullSecrets(pullSecrets(plan))
            .build();
    PodTemplateSpec rendered =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(WorkloadLabels.of(plan.name(), component))
            .withAnnotations(Owned.annotations(plan))
            .endMetadata()
            .withSpec(spec)
            .build();
    PodTemplateSpec merged = PodTemplateMerge.merge(rendered, PodTemplateSelection.of(plan, own));
    PodTemplateSpec able =
        NodeRequirements.add(Spreading.ofOwnPods(merged, plan.name(), component), architectures);
    return plan.preferredBy(component)
        .map(architecture -> NodePreference.add(able, architecture))
        .orElse(able);
  }

  private static PodSecurityContext security() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(NONROOT)
        .withRunAsGroup(NONROOT)
        .withFsGroup(NONROOT)
        // A large volume is not walked through at each start.
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /** Who names a ServiceAccount wants what it gives; it can say itself that it gives no token. */
  private static Optional<Boolean> token(WorkloadPlan plan) {
    return plan.service().serviceAccountName() == null ? Optional.of(false) : Optional.empty();
  }

  private static List<LocalObjectReference> pullSecrets(WorkloadPlan plan) {
    return Optional.ofNullable(plan.platform().registry().pullSecretRef()).stream()
        .map(secret -> new LocalObjectReference(secret.name()))
        .toList();
  }
}

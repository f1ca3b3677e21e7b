package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Architecture;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes that can run a pod at all: Linux, and of an architecture that the image has. It is
 * added after the pod template was merged, and to each alternative in it, as a pod on another node
 * could not start.
 */
final class NodeRequirements {

  private NodeRequirements() {}

  /** The same pod template, for nodes of these architectures alone. */
  static PodTemplateSpec add(PodTemplateSpec template, Collection<Architecture> architectures) {
    List<NodeSelectorRequirement> requirements =
        List.of(
            new NodeSelectorRequirement(
                NodeLabels.ARCHITECTURE,
                "In",
                architectures.stream().map(NodeLabels::spelled).toList()),
            new NodeSelectorRequirement("kubernetes.io/os", "In", List.of("linux")));
    List<NodeSelectorTerm> terms =
        alternatives(template).stream().map(term -> with(requirements, term)).toList();
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editOrNewAffinity()
        .editOrNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNodeSelectorTerms(terms)
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .endSpec()
        .build();
  }

  private static List<NodeSelectorTerm> alternatives(PodTemplateSpec template) {
    List<NodeSelectorTerm> given =
        Optional.ofNullable(template.getSpec().getAffinity())
            .map(affinity -> affinity.getNodeAffinity())
            .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
            .map(NodeSelector::getNodeSelectorTerms)
            .orElse(List.of());
    return given.isEmpty() ? List.of(new NodeSelectorTerm()) : given;
  }

  private static NodeSelectorTerm with(
      List<NodeSelectorRequirement> requirements, NodeSelectorTerm term) {
    return new NodeSelectorTermBuilder(term)
        .withMatchExpressions(
            Stream.concat(requirements.stream(), term.getMatchExpressions().stream()).toList())
        .build();
  }
}

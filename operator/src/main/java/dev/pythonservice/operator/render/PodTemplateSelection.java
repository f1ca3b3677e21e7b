package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PodTemplate;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a service's pod template that is for one of its pods. The template is one for all
 * pods of the service, those of jobs too; what it says of a container of this service goes to the
 * pods that have that container.
 */
final class PodTemplateSelection {

  private static final List<String> CONTAINERS = List.of("containers", "initContainers");

  private PodTemplateSelection() {}

  /** The template, without what it says of containers that other pods of the service have. */
  @SuppressWarnings("NullAway") // The record's own constructor is compiled without the @Nullable.
  static @Nullable PodTemplate of(WorkloadPlan plan, PodSpec pod) {
    PodTemplate template = plan.service().podTemplate();
    if (template == null) {
      return null;
    }
    Set<String> elsewhere = namesOf(plan);
    Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
        .map(Container::getName)
        .forEach(elsewhere::remove);
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(template.spec());
    for (String list : CONTAINERS) {
      if (spec.get(list) instanceof Collection<?> elements) {
        spec.put(list, without(elsewhere, elements));
      }
    }
    return new PodTemplate(template.metadata(), spec);
  }

  private static Set<String> namesOf(WorkloadPlan plan) {
    Set<String> names = new HashSet<>();
    names.add(WorkloadLabels.PROCESS);
    plan.service().servers().forEach(server -> names.add(server.name()));
    plan.service().jobs().forEach(job -> names.add(job.name()));
    return names;
  }

  private static List<?> without(Set<String> names, Collection<?> elements) {
    return elements.stream()
        .filter(element ->
            !(element instanceof Map<?, ?> container
                && names.contains(String.valueOf(container.get("name")))))
        .toList();
  }
}

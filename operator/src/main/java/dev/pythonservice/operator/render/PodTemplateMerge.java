package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person gives as {@code podTemplate}, merged over what is rendered by the rules of a
 * strategic merge: lists that have a merge key by it, maps by key, other fields replaced.
 */
final class PodTemplateMerge {

  private PodTemplateMerge() {}

  /** The rendered template with the given one over it. Labels that are rendered stay. */
  static PodTemplateSpec merge(PodTemplateSpec rendered, @Nullable PodTemplate template) {
    PodTemplateSpecBuilder merged = new PodTemplateSpecBuilder(rendered);
    Optional<PodTemplate> given = Optional.ofNullable(template);
    given
        .map(PodTemplate::metadata)
        .ifPresent(metadata ->
            merged
                .editOrNewMetadata()
                .withLabels(merge(metadata.labels(), rendered.getMetadata().getLabels()))
                .withAnnotations(
                    merge(metadata.annotations(), rendered.getMetadata().getAnnotations()))
                .endMetadata());
    given
        .map(PodTemplate::spec)
        .ifPresent(spec -> merged.withSpec(merge(rendered.getSpec(), spec)));
    return merged.build();
  }

  private static PodSpec merge(PodSpec rendered, PodSpec given) {
    PodSpecBuilder merged = new PodSpecBuilder(rendered);
    set(given.getActiveDeadlineSeconds(), merged::withActiveDeadlineSeconds);
    set(given.getAffinity(), merged::withAffinity);
    set(given.getAutomountServiceAccountToken(), merged::withAutomountServiceAccountToken);
    set(given.getDnsConfig(), merged::withDnsConfig);
    set(given.getDnsPolicy(), merged::withDnsPolicy);
    set(given.getEnableServiceLinks(), merged::withEnableServiceLinks);
    set(given.getPreemptionPolicy(), merged::withPreemptionPolicy);
    set(given.getPriorityClassName(), merged::withPriorityClassName);
    set(given.getRuntimeClassName(), merged::withRuntimeClassName);
    set(given.getSchedulerName(), merged::withSchedulerName);
    set(given.getSecurityContext(), merged::withSecurityContext);
    set(given.getServiceAccountName(), merged::withServiceAccountName);
    set(given.getTerminationGracePeriodSeconds(), merged::withTerminationGracePeriodSeconds);
    setAll(given.getTolerations(), merged::withTolerations);
    setAll(given.getTopologySpreadConstraints(), merged::withTopologySpreadConstraints);
    setAll(given.getImagePullSecrets(), merged::withImagePullSecrets);
    setAll(given.getHostAliases(), merged::withHostAliases);
    return merged
        .withNodeSelector(merge(rendered.getNodeSelector(), given.getNodeSelector()))
        .withVolumes(
            byKey(rendered.getVolumes(), given.getVolumes(), Volume::getName, (ours, own) -> own))
        .withContainers(
            byKey(
                rendered.getContainers(),
                given.getContainers(),
                Container::getName,
                PodTemplateMerge::merge))
        .withInitContainers(
            byKey(
                rendered.getInitContainers(),
                given.getInitContainers(),
                Container::getName,
                PodTemplateMerge::merge))
        .build();
  }

  private static Container merge(Container rendered, Container given) {
    ContainerBuilder merged = new ContainerBuilder(rendered);
    set(given.getImage(), merged::withImage);
    set(given.getImagePullPolicy(), merged::withImagePullPolicy);
    set(given.getSecurityContext(), merged::withSecurityContext);
    set(given.getWorkingDir(), merged::withWorkingDir);
    set(given.getLifecycle(), merged::withLifecycle);
    set(given.getLivenessProbe(), merged::withLivenessProbe);
    set(given.getReadinessProbe(), merged::withReadinessProbe);
    set(given.getStartupProbe(), merged::withStartupProbe);
    setAll(given.getCommand(), merged::withCommand);
    setAll(given.getArgs(), merged::withArgs);
    setAll(given.getEnvFrom(), merged::withEnvFrom);
    setAll(given.getPorts(), merged::withPorts);
    return merged
        .withEnv(byKey(rendered.getEnv(), given.getEnv(), EnvVar::getName, (ours, own) -> own))
        .withVolumeMounts(
            byKey(
                rendered.getVolumeMounts(),
                given.getVolumeMounts(),
                VolumeMount::getMountPath,
                (ours, own) -> own))
        .withResources(merge(rendered.getResources(), given.getResources()))
        .build();
  }

  private static @Nullable ResourceRequirements merge(
      @Nullable ResourceRequirements rendered, @Nullable ResourceRequirements given) {
    if (rendered == null || given == null) {
      return given == null ? rendered : given;
    }
    return new ResourceRequirementsBuilder(rendered)
        .withRequests(merge(rendered.getRequests(), given.getRequests()))
        .withLimits(merge(rendered.getLimits(), given.getLimits()))
        .build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> field) {
    if (value != null) {
      field.accept(value);
    }
  }

  private static <T> void setAll(@Nullable List<T> values, Consumer<List<T>> field) {
    if (values != null && !values.isEmpty()) {
      field.accept(values);
    }
  }

  /** Entries of the second win. */
  private static <V> Map<String, V> merge(
      @Nullable Map<String, V> first, @Nullable Map<String, V> second) {
    Map<String, V> merged = new LinkedHashMap<>();
    set(first, merged::putAll);
    set(second, merged::putAll);
    return merged;
  }

  private static <T> List<T> byKey(
      Collection<T> rendered,
      Collection<T> given,
      Function<T, String> key,
      BinaryOperator<T> merge) {
    Map<String, T> merged = new LinkedHashMap<>();
    rendered.forEach(each -> merged.put(key.apply(each), each));
    given.forEach(each -> merged.merge(key.apply(each), each, merge));
    return List.copyOf(merged.values());
  }
}

package dev.pythonservice.operator.render;

import static java.util.stream.Collectors.toMap;

import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.operator.plan.CpuShare;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all containers have: the image, the environment, volumes, resources, and a security context
 * that the pod security standard {@code restricted} allows.
 */
final class ContainerRenderer {

  /** The one folder that is always writable; programs look for their home folder first. */
  static final EnvVar HOME = new EnvVar("HOME", PodVolumes.TMP_PATH, null);

  private ContainerRenderer() {}

  /**
   * A container of the service's image.
   *
   * @param processes how many processes with thread pools of their own run in it
   */
  static Container render(
      WorkloadPlan plan, ContainerSource source, List<String> command, int processes) {
    return render(plan, source, command, processes, Map.of());
  }

  /**
   * A container of the service's image.
   *
   * @param processes how many processes with thread pools of their own run in it
   * @param measuring the variables of what measures it; none where it is not measured
   */
  static Container render(
      WorkloadPlan plan,
      ContainerSource source,
      List<String> command,
      int processes,
      Map<String, String> measuring) {
    Resources resources = plan.resourcesOf(source.resources());
    return new ContainerBuilder()
        .withName(source.name())
        .withImage(plan.image().reference())
        .withCommand(command)
        .withEnv(environment(plan, source, variables(resources, processes, measuring)))
        .withEnvFrom(environmentSources(plan, source))
        .withResources(requirements(resources))
        .withVolumeMounts(PodVolumes.mounts(plan, source, !measuring.isEmpty()))
        // The last lines of the log become the container's last words, which conditions quote.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(restricted())
        .build();
  }

  /**
   * The operator's variables, the service's and the container's own, in that order; of several with
   * one name the last is taken, and stays where it is, as it may refer to those before it.
   */
  private static List<EnvVar> environment(
      WorkloadPlan plan, ContainerSource source, List<EnvVar> ours) {
    Set<String> own = names(source.env().stream());
    Set<String> given = names(Stream.concat(plan.service().env().stream(), source.env().stream()));
    return Stream.of(
            ours.stream().filter(variable -> !given.contains(variable.getName())),
            plan.service().env().stream().filter(variable -> !own.contains(variable.getName())),
            source.env().stream())
        .flatMap(variables -> variables)
        .toList();
  }

  private static List<EnvVar> variables(
      Resources resources, int processes, Map<String, String> measuring) {
    Stream<EnvVar> others =
        Stream.of(CpuShare.of(resources).environment(processes), measuring)
            .flatMap(variables -> variables.entrySet().stream())
            .map(entry -> new EnvVar(entry.getKey(), entry.getValue(), null));
    return Stream.concat(Stream.of(HOME), others).toList();
  }

  private static Set<String> names(Stream<EnvVar> variables) {
    return variables.map(EnvVar::getName).collect(Collectors.toSet());
  }

  /** Of several sources with one variable Kubernetes takes the last: the container's own. */
  private static List<EnvFromSource> environmentSources(WorkloadPlan plan, ContainerSource source) {
    Stream<EnvFromSource> secrets =
        plan.service().secrets().stream()
            .filter(secret -> secret.envPrefix() != null)
            .map(secret ->
                secretVariables(secret.name(), Objects.requireNonNull(secret.envPrefix())));
    return Stream.of(secrets, plan.service().envFrom().stream(), source.envFrom().stream())
        .flatMap(sources -> sources)
        .toList();
  }

  private static EnvFromSource secretVariables(String secret, String prefix) {
    return new EnvFromSourceBuilder()
        .withPrefix(prefix.isEmpty() ? null : prefix)
        .withNewSecretRef()
        .withName(secret)
        .endSecretRef()
        .build();
  }

  static ResourceRequirements requirements(Resources resources) {
    return new ResourceRequirementsBuilder()
        .withRequests(sorted(resources.requests()))
        .withLimits(sorted(resources.limits()))
        .build();
  }

  /** In an order that does not depend on who gave them. */
  private static <V> Map<String, V> sorted(Map<String, V> byName) {
    return byName.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .collect(
            toMap(
                Map.Entry::getKey,
                Map.Entry::getValue,
                (first, second) -> first,
                LinkedHashMap::new));
  }

  private static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}

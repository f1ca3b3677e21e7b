package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.SecretReference;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.WheelDecisions;
import dev.pythonservice.operator.plan.WheelOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.LocalObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pod that builds wheels. It runs foreign code, so it is where the service's own code runs, as
 * restricted as that, and has no credentials but the source's own. First it builds, which is when
 * foreign code runs; then it gives away what it built, to whoever knows the digest.
 */
final class WheelPod {

  private static final String WHEELS = "/wheels";
  private static final String CERTIFICATES = "/run/pythonservice/certificates";

  /** A wheel of a large package with debugging symbols, for two platforms. */
  private static final Quantity WHEELS_SIZE = new Quantity("4Gi");

  private static final ResourceRequirements SERVING =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("10m"))
          .addToRequests("memory", new Quantity("128Mi"))
          .addToLimits("memory", new Quantity("384Mi"))
          .build();

  private WheelPod() {}

  static PodTemplateSpec of(WheelOrder wheels) {
    BuildOrder order = wheels.order();
    BuildPart parts = parts(wheels);
    List<Volume> volumes = new ArrayList<>();
    volumes.add(BuildPod.scratch("temporary", BuildPod.TEMPORARY_SIZE));
    volumes.add(BuildPod.scratch("work", BuildPod.WORK_SIZE));
    volumes.add(BuildPod.scratch("wheels", WHEELS_SIZE));
    volumes.addAll(parts.volumes());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(BuildMetadata.wheelLabels(order))
        .withAnnotations(BuildMetadata.annotations(order))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(BuildPod.GRACE_SECONDS)
        .withImagePullSecrets(pullSecrets(order.platform()))
        .withSecurityContext(BuildPod.POD_SECURITY)
        .withInitContainers(building(wheels, parts))
        .withContainers(serving(wheels))
        .withVolumes(volumes)
        .endSpec()
        .build();
  }

  /** For the kubelet; nothing in a pod sees them. */
  static List<LocalObjectReference> pullSecrets(PythonPlatform platform) {
    return Optional.ofNullable(platform.getSpec().registry().pullSecretRef())
        .map(SecretReference::name)
        .map(name -> new LocalObjectReferenceBuilder().withName(name).build())
        .stream()
        .toList();
  }

  private static BuildPart parts(WheelOrder wheels) {
    BuildOrder order = wheels.order();
    PythonPlatformSpec platform = order.platform().getSpec();
    return BuildPart.of(
        List.of(
            SourcePart.ofOriginals(order),
            BuildParts.lock(order.build().getSpec()),
            packages(wheels),
            BuildParts.scheme(platform.registry()),
            BuildParts.mirrors(platform.indexes()),
            certificates(wheels),
            BuildParts.policy(Optional.ofNullable(platform.policy()), platform.indexes()),
            Optional.ofNullable(platform.proxy())
                .map(BuildParts::proxy)
                .orElseGet(BuildPart::nothing)));
  }

  /**
   * All that lack, and not by name, as a list may be cut off; but the builder itself sees to it
   * that it is none that the policy does not allow.
   */
  private static BuildPart packages(WheelOrder wheels) {
    Wheels lacking = wheels.lacking();
    Stream<String> allowed =
        WheelDecisions.allowed(wheels.order().platform(), lacking).stream()
            .flatMap(names ->
                Stream.concat(
                    Stream.of("--own-only"),
                    names.stream().flatMap(name -> Stream.of("--allow-package", name))));
    Stream<String> target =
        Stream.of(
            "--platform",
            String.join(",", lacking.platforms()),
            "--python",
            lacking.python(),
            "--libc",
            lacking.libc());
    return BuildPart.arguments(
        Stream.of(Stream.of("--all-source-only"), allowed, target)
            .flatMap(words -> words)
            .toList());
  }

  private static BuildPart certificates(WheelOrder wheels) {
    return wheels.certificates().isEmpty()
        ? BuildPart.nothing()
        : BuildPart.mounted(
            IntStream.range(0, wheels.certificates().size())
                .mapToObj(number -> CERTIFICATES + "/" + BuildParts.file(number))
                .flatMap(path -> Stream.of("--certificate-authority", path))
                .toList(),
            new VolumeBuilder()
                .withName("certificates")
                .withNewConfigMap()
                .withName(wheels.jobName())
                .withDefaultMode(BuildParts.READABLE)
                .endConfigMap()
                .build(),
            List.of(BuildParts.readOnly("certificates", CERTIFICATES)));
  }

  private static Container building(WheelOrder wheels, BuildPart parts) {
    List<String> arguments = new ArrayList<>();
    arguments.add("wheel");
    arguments.addAll(parts.arguments());
    arguments.addAll(List.of("--output", WHEELS, "--cache", BuildPod.WORK + "/cache"));
    arguments.addAll(List.of("--summary", BuildPod.TERMINATION_MESSAGE));
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(BuildPod.mount("temporary", BuildPod.TEMPORARY));
    mounts.add(BuildPod.mount("work", BuildPod.WORK));
    mounts.add(BuildPod.mount("wheels", WHEELS));
    mounts.addAll(parts.mounts());
    return new ContainerBuilder()
        .withName("wheel")
        .withImage(wheels.image())
        .withArgs(arguments)
        .addToEnv(BuildParts.variable("HOME", BuildPod.WORK))
        .addAllToEnv(parts.environment())
        .withResources(BuildPod.resources(wheels.order()))
        .withTerminationMessagePath(BuildPod.TERMINATION_MESSAGE)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(BuildPod.CONTAINER_SECURITY)
        .withVolumeMounts(mounts)
        .build();
  }

  private static Container serving(WheelOrder wheels) {
    return new ContainerBuilder()
        .withName("wheels")
        .withImage(wheels.image())
        .withArgs(
            "serve-wheels",
            WHEELS,
            "--listen",
            "0.0.0.0:" + Attempt.WHEEL_PORT,
            "--seconds",
            Long.toString(BuildJobRenderer.deadlineSeconds(wheels.order())))
        .addNewPort()
        .withName("wheels")
        .withContainerPort(Attempt.WHEEL_PORT)
        .endPort()
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/wheels.json")
        .withNewPort(Attempt.WHEEL_PORT)
        .endHttpGet()
        .withPeriodSeconds(1)
        .endReadinessProbe()
        .withResources(SERVING)
        .withTerminationMessagePath(BuildPod.TERMINATION_MESSAGE)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(BuildPod.CONTAINER_SECURITY)
        .withVolumeMounts(
            BuildPod.mount("temporary", BuildPod.TEMPORARY), BuildParts.readOnly("wheels", WHEELS))
        .build();
  }
}

package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.operator.plan.BuildOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pod of an attempt. It passes the {@code restricted} pod security standard, has no token for
 * the API server, and tells its result by its termination message alone.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod security
 *     standards</a>
 */
final class BuildPod {

  /** The container's name, by which its end is found. */
  static final String CONTAINER = "build";

  static final String TERMINATION_MESSAGE = "/dev/termination-log";

  /** The user of the builder's image. */
  private static final long USER = 65532;

  static final PodSecurityContext POD_SECURITY =
      new PodSecurityContextBuilder()
          .withRunAsNonRoot(true)
          .withRunAsUser(USER)
          .withRunAsGroup(USER)
          .withFsGroup(USER)
          .withNewSeccompProfile()
          .withType("RuntimeDefault")
          .endSeccompProfile()
          .build();

  static final SecurityContext CONTAINER_SECURITY =
      new SecurityContextBuilder()
          .withAllowPrivilegeEscalation(false)
          .withReadOnlyRootFilesystem(true)
          .withNewCapabilities()
          .withDrop("ALL")
          .endCapabilities()
          .build();

  static final String WORK = "/work";
  static final String TEMPORARY = "/tmp";

  /** The builder installs up to 12 GiB for a platform and keeps what it downloads. */
  static final Quantity WORK_SIZE = new Quantity("24Gi");

  static final Quantity TEMPORARY_SIZE = new Quantity("2Gi");

  /** What is documented at {@code spec.builds.resources}. */
  private static final ResourceRequirements USUAL_RESOURCES =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("500m"))
          .addToRequests("memory", new Quantity("512Mi"))
          .addToLimits("memory", new Quantity("2Gi"))
          .build();

  /** The builder has nothing to save: a registry keeps its tags until the image is there. */
  static final long GRACE_SECONDS = 5;

  private BuildPod() {}

  static PodTemplateSpec of(BuildOrder order) {
    return of(
        order.platform().getSpec(),
        BuildMetadata.labels(order),
        BuildMetadata.annotations(order),
        container(
            order.builderImage(),
            command(order),
            BuildPart.of(
                List.of(parts(order), BuildPart.arguments(List.of("--cache", WORK + "/cache")))),
            resources(order)));
  }

  /** The pod of a container that works with the credentials of the platform's registry. */
  static PodTemplateSpec of(
      PythonPlatformSpec platform,
      Map<String, String> labels,
      Map<String, String> annotations,
      Working working) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(scratch("temporary", TEMPORARY_SIZE));
    volumes.add(scratch("work", WORK_SIZE));
    volumes.addAll(working.volumes());
    PodTemplateSpec rendered =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(labels)
            .withAnnotations(annotations)
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withSecurityContext(POD_SECURITY)
            .withContainers(working.container())
            .withVolumes(volumes)
            .endSpec()
            .build();
    PodTemplateSpec merged =
        PodTemplateMerge.merge(
            rendered, Optional.ofNullable(platform.builds()).map(Builds::podTemplate).orElse(null));
    // By its labels a pod is found again, and no template may take them.
    return new PodTemplateSpecBuilder(merged)
        .editMetadata()
        .addToLabels(labels)
        .endMetadata()
        .build();
  }

  private static BuildPart parts(BuildOrder order) {
    if (order.looks().isPresent()) {
      return BuildPart.of(List.of(UpdatePart.of(order, order.looks().get()), outside(order)));
    }
    if (order.previews().isPresent()) {
      return BuildPart.of(List.of(PreviewPart.of(order, order.previews().get()), outside(order)));
    }
    return BuildPart.of(
        List.of(
            SourcePart.of(order),
            BuildParts.lock(order.build().getSpec()),
            BuildParts.image(order),
            CheckPart.of(order),
            CheckerPart.of(order),
            order
                .wheels()
                .map(place -> BuildPart.arguments(List.of("--wheels", place)))
                .orElseGet(BuildPart::nothing),
            outside(order)));
  }

  /** How the registry is reached, and who the builder is there. */
  static Stream<BuildPart> registry(PythonPlatformSpec platform) {
    return Stream.of(
        BuildParts.registry(platform.registry()),
        BuildParts.certificates(platform.trustedCertificates()),
        Optional.ofNullable(platform.proxy()).map(BuildParts::proxy).orElseGet(BuildPart::nothing));
  }

  /** How the outside is reached, and what the platform allows. */
  private static BuildPart outside(BuildOrder order) {
    PythonPlatformSpec platform = order.platform().getSpec();
    return BuildPart.of(
        List.of(
            BuildParts.registry(platform.registry()),
            BuildParts.indexes(platform.indexes()),
            BuildParts.certificates(platform.trustedCertificates()),
            // A lock is signed by nobody: the image that is built with it is.
            order.makesImage() ? SigningPart.of(platform) : BuildPart.nothing(),
            BuildParts.policy(Optional.ofNullable(platform.policy()), platform.indexes()),
            PolicyPart.of(order),
            Optional.ofNullable(platform.proxy())
                .map(BuildParts::proxy)
                .orElseGet(BuildPart::nothing)));
  }

  /**
   * A container with what it mounts.
   *
   * @param container the container
   * @param volumes volumes of its pod
   */
  record Working(Container container, List<Volume> volumes) {
    Working {
      volumes = List.copyOf(volumes);
    }
  }

  /** The container that runs a command of the builder. */
  static Working container(
      String image, String command, BuildPart parts, ResourceRequirements resources) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.addAll(parts.arguments());
    arguments.addAll(List.of("--summary", TERMINATION_MESSAGE));
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount("temporary", TEMPORARY));
    mounts.add(mount("work", WORK));
    mounts.addAll(parts.mounts());
    Container container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(image)
            .withArgs(arguments)
            .addToEnv(BuildParts.variable("HOME", WORK))
            .addAllToEnv(parts.environment())
            .withResources(resources)
            .withTerminationMessagePath(TERMINATION_MESSAGE)
            // What a builder that dies says last is better than nothing.
            .withTerminationMessagePolicy("FallbackToLogsOnError")
            .withSecurityContext(CONTAINER_SECURITY)
            .withVolumeMounts(mounts)
            .build();
    return new Working(container, parts.volumes());
  }

  private static String command(BuildOrder order) {
    if (order.looks().isPresent()) {
      return "update";
    }
    return order.previews().isPresent() ? "check" : "build";
  }

  /** What a container that builds asks for and may take. */
  static ResourceRequirements resources(BuildOrder order) {
    return Optional.ofNullable(order.platform().getSpec().builds())
        .map(Builds::resources)
        .map(BuildPod::resources)
        .orElse(USUAL_RESOURCES);
  }

  private static ResourceRequirements resources(Resources given) {
    return new ResourceRequirementsBuilder()
        .withRequests(given.requests())
        .withLimits(given.limits())
        .build();
  }

  static Volume scratch(String name, Quantity size) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(size)
        .endEmptyDir()
        .build();
  }

  static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }
}

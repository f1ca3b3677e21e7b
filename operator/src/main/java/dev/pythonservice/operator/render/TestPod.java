package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.CpuShare;
import dev.pythonservice.operator.plan.TestOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pod that runs a project's tests. They are foreign code, so it has nothing that they could
 * take or change: no token, no variable, volume or Secret of the service, nor the label by which
 * its Service finds pods. Tests write beside the files that they test, so they get a copy of the
 * project in the place of the read-only one.
 */
final class TestPod {

  /** Where an image has the project's files, as the builder puts them. */
  private static final String PROJECT = "/app";

  private static final String WORK = "work";
  private static final String COPY = "app";

  /** A project, and what its tests write. */
  private static final Quantity WORK_SIZE = new Quantity("8Gi");

  /** For the report, which is read and compressed when the tests have ended. */
  private static final long GRACE_SECONDS = 15;

  /** With the rights and times of the originals; once more where it broke off. */
  private static final String COPYING =
      "import shutil; shutil.copytree('%s', '/%s/%s', symlinks=True, dirs_exist_ok=True)"
          .formatted(PROJECT, WORK, COPY);

  private TestPod() {}

  static PodTemplateSpec of(TestOrder order) {
    PodTemplateSpec anywhere =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(BuildMetadata.testLabels(order))
            .withAnnotations(BuildMetadata.annotations(order.build()))
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withActiveDeadlineSeconds(TestJobRenderer.deadlineSeconds(order))
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withImagePullSecrets(WheelPod.pullSecrets(order.platform()))
            .withSecurityContext(BuildPod.POD_SECURITY)
            .withInitContainers(copying(order), ReportContainer.of(order))
            .withContainers(testing(order))
            .withVolumes(
                BuildPod.scratch("temporary", BuildPod.TEMPORARY_SIZE),
                BuildPod.scratch(WORK, WORK_SIZE),
                ReportContainer.volume())
            .endSpec()
            .build();
    return NodeRequirements.add(anywhere, order.architectures());
  }

  private static Container copying(TestOrder order) {
    return container(order, "files")
        .withCommand("python", "-IS", "-c", COPYING)
        .addToVolumeMounts(BuildPod.mount(WORK, "/" + WORK))
        .build();
  }

  private static Container testing(TestOrder order) {
    return container(order, "tests")
        .withCommand(order.tests().command())
        .withEnv(environment(order))
        .addToVolumeMounts(
            new VolumeMountBuilder()
                .withName(WORK)
                .withMountPath(PROJECT)
                .withSubPath(COPY)
                .build(),
            ReportContainer.mount())
        .build();
  }

  private static ContainerBuilder container(TestOrder order, String name) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(order.run().image())
        .withResources(ContainerRenderer.requirements(order.resources()))
        // The last lines of the log are what conditions quote.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(BuildPod.CONTAINER_SECURITY)
        .withVolumeMounts(BuildPod.mount("temporary", BuildPod.TEMPORARY));
  }

  /** The operator's own alone: test runners count CPUs, and look for their home folder. */
  private static List<EnvVar> environment(TestOrder order) {
    return Stream.of(
            Stream.of(ContainerRenderer.HOME),
            CpuShare.of(order.resources()).environment(1).entrySet().stream()
                .map(entry -> BuildParts.variable(entry.getKey(), entry.getValue())),
            ReportContainer.environment().stream())
        .flatMap(variables -> variables)
        .toList();
  }
}

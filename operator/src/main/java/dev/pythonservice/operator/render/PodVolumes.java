package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.SecretUse;
import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The volumes of a pod and where its containers see them: a folder for temporary files, as the root
 * is read-only, those of the service, and Secrets as files.
 */
final class PodVolumes {

  /** The folder for temporary files. */
  static final String TMP_PATH = "/tmp";

  /** A volume of the service's own that is called so takes the place of the operator's. */
  private static final String TMP = "tmp";

  private static final String SECRET_PREFIX = "secret-";

  /** Longest name of a volume (RFC 1123). */
  private static final int NAME_LENGTH = 63;

  private static final int HASH_LENGTH = 8;

  /** Readable for the group that the pod's volumes have, and for nobody else. */
  private static final int READABLE = 0440;

  /** What counts take at most: a page for each worker, and what the application's own need. */
  private static final Quantity COUNTS_SIZE = new Quantity("64Mi");

  private PodVolumes() {}

  /**
   * All volumes of a pod of the service.
   *
   * @param pod what is special about the pod: its containers with their mounts
   */
  static List<Volume> of(WorkloadPlan plan, PodSpec pod) {
    PythonServiceSpec service = plan.service();
    Map<String, Volume> volumes = new LinkedHashMap<>();
    volumes.put(TMP, new VolumeBuilder().withName(TMP).withNewEmptyDir().endEmptyDir().build());
    if (isMeasured(pod)) {
      volumes.put(Measuring.VOLUME, counts());
    }
    service.volumes().forEach(volume -> volumes.put(volume.name(), converted(volume)));
    secretFiles(service)
        .map(secret -> files(secret, service))
        .forEach(volume -> volumes.put(volume.getName(), volume));
    return List.copyOf(volumes.values());
  }

  /** What a container sees: its own entry for a path wins over the service's. */
  static List<VolumeMount> mounts(WorkloadPlan plan, ContainerSource source, boolean measured) {
    PythonServiceSpec service = plan.service();
    Map<String, VolumeMount> mounts = new LinkedHashMap<>();
    mounts.put(TMP_PATH, new VolumeMountBuilder().withName(TMP).withMountPath(TMP_PATH).build());
    if (measured) {
      mounts.put(
          Measuring.FOLDER,
          new VolumeMountBuilder()
              .withName(Measuring.VOLUME)
              .withMountPath(Measuring.FOLDER)
              .build());
    }
    Stream.of(
            secretFiles(service).map(secret -> mount(secret, service)),
            service.volumeMounts().stream(),
            source.volumeMounts().stream())
        .flatMap(all -> all)
        .forEach(mount -> mounts.put(path(mount), mount));
    return List.copyOf(mounts.values());
  }

  private static boolean isMeasured(PodSpec pod) {
    return Stream.of(pod.getInitContainers(), pod.getContainers())
        .flatMap(List::stream)
        .flatMap(container -> container.getVolumeMounts().stream())
        .anyMatch(mount -> mount.getName().equals(Measuring.VOLUME));
  }

  /** In memory, as each request writes there; a full one costs counts, and never the pod. */
  private static Volume counts() {
    return new VolumeBuilder()
        .withName(Measuring.VOLUME)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(COUNTS_SIZE)
        .endEmptyDir()
        .build();
  }

  /** {@code /tmp/} is the same folder as {@code /tmp}. */
  private static String path(VolumeMount mount) {
    String path = mount.getMountPath();
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Stream<SecretUse> secretFiles(PythonServiceSpec service) {
    return service.secrets().stream().filter(secret -> secret.mountPath() != null);
  }

  private static Volume files(SecretUse secret, PythonServiceSpec service) {
    return new VolumeBuilder()
        .withName(volumeName(secret, service))
        .withNewSecret()
        .withSecretName(secret.name())
        .withDefaultMode(READABLE)
        .endSecret()
        .build();
  }

  private static VolumeMount mount(SecretUse secret, PythonServiceSpec service) {
    return new VolumeMountBuilder()
        .withName(volumeName(secret, service))
        .withMountPath(Objects.requireNonNull(secret.mountPath()))
        .withReadOnly(true)
        .build();
  }

  /**
   * A Secret's name may have dots and be longer than a volume's; then, and where the service has a
   * volume of that name, a hash tells it apart.
   */
  private static String volumeName(SecretUse secret, PythonServiceSpec service) {
    String name = SECRET_PREFIX + secret.name().replace('.', '-');
    boolean own = service.volumes().stream().anyMatch(volume -> volume.name().equals(name));
    if (!own && name.length() <= NAME_LENGTH && secret.name().indexOf('.') < 0) {
      return name;
    }
    int room = NAME_LENGTH - 1 - HASH_LENGTH;
    return name.substring(0, Math.min(name.length(), room)) + "-" + ShortHash.of(secret.name());
  }

  private static Volume converted(dev.pythonservice.api.v1alpha1.Volume volume) {
    return new VolumeBuilder()
        .withName(volume.name())
        .withConfigMap(volume.configMap())
        .withSecret(volume.secret())
        .withEmptyDir(volume.emptyDir())
        .withPersistentVolumeClaim(volume.persistentVolumeClaim())
        .withEphemeral(volume.ephemeral())
        .withProjected(volume.projected())
        .withDownwardAPI(volume.downwardAPI())
        .withCsi(volume.csi())
        .build();
  }
}

package dev.pythonservice.schema.definition;

import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EphemeralVolumeSource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types of Kubernetes itself that this API takes over as they are. Their fields are described
 * by Kubernetes and not again in our schema; each one costs some kilobytes of every definition, so
 * a new one is a decision and is listed here.
 */
public enum EmbeddedType {
  CONFIG_MAP_VOLUME(ConfigMapVolumeSource.class, Page.VOLUMES),
  CSI_VOLUME(CSIVolumeSource.class, Page.VOLUMES),
  DOWNWARD_API_VOLUME(DownwardAPIVolumeSource.class, Page.VOLUMES),
  EMPTY_DIR_VOLUME(EmptyDirVolumeSource.class, Page.VOLUMES),
  ENV_FROM_SOURCE(EnvFromSource.class, Page.POD + "#environment-variables"),
  ENV_VAR(EnvVar.class, Page.POD + "#environment-variables"),
  EPHEMERAL_VOLUME(EphemeralVolumeSource.class, Page.VOLUMES),
  PERSISTENT_VOLUME_CLAIM_VOLUME(PersistentVolumeClaimVolumeSource.class, Page.VOLUMES),
  PROJECTED_VOLUME(ProjectedVolumeSource.class, Page.VOLUMES),
  QUANTITY(Quantity.class, Page.REFERENCE + "common-definitions/quantity/"),
  SECRET_VOLUME(SecretVolumeSource.class, Page.VOLUMES),
  VOLUME_MOUNT(VolumeMount.class, Page.POD + "#volumes-1");

  private final Class<?> type;
  private final String reference;

  EmbeddedType(Class<?> type, String reference) {
    this.type = type;
    this.reference = reference;
  }

  /** The listed type, or empty for a type that Kubernetes has and this list has not. */
  static Optional<EmbeddedType> of(Class<?> type) {
    return Arrays.stream(values()).filter(embedded -> embedded.type == type).findFirst();
  }

  /** Whether a type is Kubernetes' own, listed or not. */
  static boolean isOfKubernetes(Class<?> type) {
    return type.getPackageName().startsWith("io.fabric8.kubernetes.api.model");
  }

  /** Whether a type of Kubernetes is a plain value in JSON although Java sees an object. */
  static boolean isScalar(Class<?> type) {
    return type == Quantity.class || type == IntOrString.class;
  }

  /** What Kubernetes calls the type. */
  public String kubernetesName() {
    return type.getSimpleName();
  }

  /** Where Kubernetes describes the type. */
  public String reference() {
    return reference;
  }

  /** Pages of Kubernetes' own reference. */
  private static final class Page {
    private static final String REFERENCE = "https://kubernetes.io/docs/reference/kubernetes-api/";
    private static final String POD = REFERENCE + "workload-resources/pod-v1/";
    private static final String VOLUMES = REFERENCE + "config-and-storage-resources/volume/";
  }
}

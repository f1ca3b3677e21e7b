package dev.pythonservice.operator.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the lists in a pod's spec are merged: the {@code patchMergeKey} and {@code patchStrategy}
 * that the types of {@code k8s.io/api/core/v1} have in Kubernetes 1.36. A name has one meaning
 * throughout a pod's spec. Lists without a key are replaced as a whole.
 */
public final class MergeKeys {

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("schedulingGates", "name"),
          Map.entry("resourceClaims", "name"),
          Map.entry("env", "name"),
          Map.entry("ports", "containerPort"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"));

  private static final Set<String> RETAIN_KEYS = Set.of("volumes", "resourceClaims");

  private MergeKeys() {}

  /** The field by which elements of a list are told apart; empty for one that is replaced. */
  public static Optional<String> of(String list) {
    return Optional.ofNullable(KEYS.get(list));
  }

  /**
   * Whether an element loses the fields that its counterpart does not have: a volume has exactly
   * one source, and another one takes its place.
   */
  public static boolean keepOnlyWhatIsGiven(String list) {
    return RETAIN_KEYS.contains(list);
  }
}

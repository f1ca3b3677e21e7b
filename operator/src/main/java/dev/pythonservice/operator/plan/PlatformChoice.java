package dev.pythonservice.operator.plan;

import java.util.Map;

/**
 * The platform that the services of a namespace use.
 *
 * @param namespace the namespace
 * @param platform the platform's name
 * @param labelled whether a label of the namespace names it
 */
public record PlatformChoice(String namespace, String platform, boolean labelled) {

  /** The label of a namespace that names the platform of its services. */
  public static final String LABEL = "pythonservice.dev/platform";

  /** The platform of namespaces without the label. */
  public static final String DEFAULT = "default";

  /**
   * The choice that a namespace's labels make. An empty label is none: Kubernetes allows it, and no
   * object has an empty name.
   */
  public static PlatformChoice of(String namespace, Map<String, String> labels) {
    String label = labels.getOrDefault(LABEL, "");
    return label.isEmpty()
        ? new PlatformChoice(namespace, DEFAULT, false)
        : new PlatformChoice(namespace, label, true);
  }
}

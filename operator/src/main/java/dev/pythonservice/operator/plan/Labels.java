package dev.pythonservice.operator.plan;

import java.util.Map;

/**
 * The labels of everything that the operator makes.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/">Recommended
 *     labels</a>
 */
public final class Labels {

  /** The service that an object belongs to. */
  public static final String INSTANCE = "app.kubernetes.io/instance";

  /** What an object is to its service, such as {@code server} or {@code build}. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private static final String OPERATOR = "pythonservice-operator";

  /** Finds the operator's objects among all others. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** All of them. */
  public static Map<String, String> of(String service, String component) {
    return Map.of(
        MANAGED_BY,
        OPERATOR,
        "app.kubernetes.io/name",
        service,
        "app.kubernetes.io/part-of",
        service,
        INSTANCE,
        service,
        COMPONENT,
        component);
  }
}

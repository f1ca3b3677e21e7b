package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The labels of the objects that run a service.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/">
 *     Recommended labels</a>
 */
public final class WorkloadLabels {

  /** What an object is to its service: {@link #PROCESS}, or the name of a job. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** The service that an object belongs to. */
  public static final String INSTANCE = "app.kubernetes.io/instance";

  /** Who looks after an object; informers select by it. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /**
   * The component of the pods that run all the time, with a process or without. A Deployment's
   * selector can never be changed, so it must not depend on which servers there are; and no job can
   * be called so, which keeps the pods of jobs away from the Service.
   */
  public static final String PROCESS = "process";

  /** How the names begin of the labels and annotations that are this API's. */
  static final String OWN = "pythonservice.dev/";

  /**
   * Of pods that explore an architecture, which one. They bear the labels of the service's other
   * pods, too, so that they get their share of its requests.
   */
  public static final String EXPLORING = OWN + "exploring";

  private static final String NAME = "app.kubernetes.io/name";
  private static final String PART_OF = "app.kubernetes.io/part-of";
  private static final String MANAGER = "pythonservice-operator";

  /** Finds what the operator made among everything else. */
  public static final String SELECTOR = MANAGED_BY + "=" + MANAGER;

  private WorkloadLabels() {}

  /** The labels of an object of a service. */
  public static Map<String, String> of(String service, String component) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(COMPONENT, component);
    labels.put(INSTANCE, service);
    labels.put(MANAGED_BY, MANAGER);
    labels.put(NAME, service);
    labels.put(PART_OF, service);
    return labels;
  }

  /** The labels by which the pods of a service's servers and process are found. */
  public static Map<String, String> selector(String service) {
    return selector(service, PROCESS);
  }

  /** The labels by which the pods of one component of a service are found. */
  public static Map<String, String> selector(String service, String component) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(COMPONENT, component);
    labels.put(INSTANCE, service);
    return labels;
  }

  /** What tells the objects and pods that explore an architecture from the service's others. */
  public static Map<String, String> exploring(Architecture architecture) {
    return Map.of(EXPLORING, ClusterNode.spelled(architecture));
  }

  /** Whether a pod explores an architecture. */
  static boolean isExploring(HasMetadata pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels())
        .filter(labels -> labels.containsKey(EXPLORING))
        .isPresent();
  }

  /** The same, in the form of a query: for {@code status.selector} and kubectl. */
  public static String selectorText(String service) {
    return COMPONENT + "=" + PROCESS + "," + INSTANCE + "=" + service;
  }

  /** Labels that pods are found by, and that nobody else may set. */
  static Set<String> selectedBy() {
    return Set.of(COMPONENT, INSTANCE, MANAGED_BY);
  }
}

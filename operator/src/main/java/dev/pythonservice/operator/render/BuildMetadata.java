package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildOrder;
import java.util.Map;
import java.util.TreeMap;

/** What everything of a build is marked with. */
final class BuildMetadata {

  /** Longest value of a label, in characters. */
  private static final int LABEL_LENGTH = 63;

  private BuildMetadata() {}

  static Map<String, String> labels(BuildOrder order) {
    Map<String, String> labels = labels(order, BuildLabels.BUILD_COMPONENT);
    labels.put("app.kubernetes.io/instance", order.build().getSpec().service());
    return labels;
  }

  /** Without the label by which a service finds its own pods: these are beside them. */
  static Map<String, String> wheelLabels(BuildOrder order) {
    return labels(order, BuildLabels.WHEEL_COMPONENT);
  }

  private static Map<String, String> labels(BuildOrder order, String component) {
    String service = order.build().getSpec().service();
    Map<String, String> labels = new TreeMap<>();
    labels.put(BuildLabels.MANAGED_BY, BuildLabels.OPERATOR);
    labels.put("app.kubernetes.io/part-of", service);
    labels.put("app.kubernetes.io/name", service);
    labels.put(BuildLabels.COMPONENT, component);
    labels.put(BuildLabels.SERVICE_NAMESPACE, order.build().getMetadata().getNamespace());
    labels.put(BuildLabels.SERVICE, service);
    labels.put(BuildLabels.BUILD, shortened(order.build().getMetadata().getName()));
    labels.put(BuildLabels.BUILD_UID, order.build().getMetadata().getUid());
    labels.put(BuildLabels.ATTEMPT, Integer.toString(order.attempt()));
    return labels;
  }

  static Map<String, String> annotations(BuildOrder order) {
    return Map.of(BuildLabels.BUILD, order.build().getMetadata().getName());
  }

  /** A label's value ends with a letter or digit. */
  private static String shortened(String name) {
    return name.length() <= LABEL_LENGTH
        ? name
        : name.substring(0, LABEL_LENGTH).replaceFirst("[-.]+$", "");
  }
}

package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.ReportOrder;
import dev.pythonservice.operator.plan.TestOrder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.TreeMap;

/** What everything of a build is marked with. */
final class BuildMetadata {

  /** Longest value of a label, in characters. */
  private static final int LABEL_LENGTH = 63;

  private BuildMetadata() {}

  static Map<String, String> labels(BuildOrder order) {
    Map<String, String> labels =
        labels(order.build(), order.attempt(), BuildLabels.BUILD_COMPONENT);
    labels.put("app.kubernetes.io/instance", order.build().getSpec().service());
    return labels;
  }

  /** Without the label by which a service finds its own pods: these are beside them. */
  static Map<String, String> wheelLabels(BuildOrder order) {
    return labels(order.build(), order.attempt(), BuildLabels.WHEEL_COMPONENT);
  }

  /** Without that label, too. */
  static Map<String, String> testLabels(TestOrder order) {
    return labels(order.build(), order.attempt(), BuildLabels.TEST_COMPONENT);
  }

  /** Without that label, too. */
  static Map<String, String> reportLabels(ReportOrder order) {
    return labels(order.build(), order.attempt(), BuildLabels.REPORT_COMPONENT);
  }

  private static Map<String, String> labels(PythonBuild build, int attempt, String component) {
    String service = build.getSpec().service();
    Map<String, String> labels = new TreeMap<>();
    labels.put(BuildLabels.MANAGED_BY, BuildLabels.OPERATOR);
    labels.put("app.kubernetes.io/part-of", service);
    labels.put("app.kubernetes.io/name", service);
    labels.put(BuildLabels.COMPONENT, component);
    labels.put(BuildLabels.SERVICE_NAMESPACE, build.getMetadata().getNamespace());
    labels.put(BuildLabels.SERVICE, service);
    labels.put(BuildLabels.BUILD, shortened(build.getMetadata().getName()));
    labels.put(BuildLabels.BUILD_UID, build.getMetadata().getUid());
    labels.put(BuildLabels.ATTEMPT, Integer.toString(attempt));
    return labels;
  }

  static Map<String, String> annotations(BuildOrder order) {
    return annotations(order.build());
  }

  static Map<String, String> annotations(PythonBuild build) {
    return Map.of(BuildLabels.BUILD, build.getMetadata().getName());
  }

  /** By which what is in the namespace of a build goes with it. */
  static OwnerReference owner(PythonBuild build) {
    return new OwnerReferenceBuilder()
        .withApiVersion("pythonservice.dev/v1alpha1")
        .withKind("PythonBuild")
        .withName(build.getMetadata().getName())
        .withUid(build.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** By which what a Job mounts goes with it. */
  static OwnerReference ownedBy(Job job) {
    return new OwnerReferenceBuilder()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .build();
  }

  /** A label's value ends with a letter or digit. */
  private static String shortened(String name) {
    return name.length() <= LABEL_LENGTH
        ? name
        : name.substring(0, LABEL_LENGTH).replaceFirst("[-.]+$", "");
  }
}

package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata of what belongs to a service: labels, and the owner with which it is deleted. */
final class Owned {

  /** Which build's image runs in a pod. */
  private static final String BUILD = "pythonservice.dev/build";

  /** Which revision of the source runs in a pod. */
  private static final String REVISION = "pythonservice.dev/revision";

  private static final String API_VERSION = "pythonservice.dev/v1alpha1";
  private static final String KIND = "PythonService";

  private Owned() {}

  /** Metadata of an object of the service's own. */
  static ObjectMeta metadata(WorkloadPlan plan, String name, String component) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(plan.namespace())
        .withLabels(WorkloadLabels.of(plan.name(), component))
        .withOwnerReferences(owner(plan.name(), plan.uid()))
        .build();
  }

  /** The service with which an object is deleted. */
  static OwnerReference owner(String service, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withName(service)
        .withUid(uid)
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** What is noted on pods about the image that they run. */
  static Map<String, String> annotations(WorkloadPlan plan) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(BUILD, plan.image().build());
    annotations.put(REVISION, plan.image().revision());
    return annotations;
  }
}

package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.WheelOrder;
import dev.pythonservice.operator.render.WheelJobRenderer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Hands the Jobs that build wheels, in the services' namespaces, to the API server. */
final class WheelJobs {

  private WheelJobs() {}

  /** Each step finds what an earlier try has left; the pod waits for what it mounts. */
  static void start(WheelOrder wheels, Context<PythonBuild> context) {
    Job job = BuildJobs.create(WheelJobRenderer.render(wheels), context);
    WheelJobRenderer.certificates(wheels, job)
        .ifPresent(certificates -> create(certificates, context.getClient()));
  }

  /**
   * The certificate authorities that a platform has in ConfigMaps. Those in Secrets stay where they
   * are: foreign code would see them.
   */
  static List<String> certificates(BuildOrder order, KubernetesClient client) {
    return order.platform().getSpec().trustedCertificates().stream()
        .map(CertificateSource::configMapKeyRef)
        .flatMap(key -> Optional.ofNullable(key).stream())
        .flatMap(key -> value(order.namespace(), key, client).stream())
        .toList();
  }

  /** Removes those of a build that are there, whether or not they have ended. */
  static void end(PythonBuild build, Context<PythonBuild> context) {
    String uid = build.getMetadata().getUid();
    context
        .getSecondaryResourcesAsStream(Job.class)
        .filter(BuildLabels::isForWheels)
        .filter(job -> BuildLabels.buildUidOf(job).filter(uid::equals).isPresent())
        .forEach(job -> BuildJobs.delete(job, context.getClient()));
  }

  private static Optional<String> value(
      String namespace, KeyReference key, KubernetesClient client) {
    return Optional.ofNullable(
            client.configMaps().inNamespace(namespace).withName(key.name()).get())
        .map(ConfigMap::getData)
        .flatMap(data -> Optional.ofNullable(data.get(key.key())));
  }

  private static void create(ConfigMap certificates, KubernetesClient client) {
    Resource<ConfigMap> resource = client.resource(certificates);
    if (resource.get() == null) {
      try {
        resource.create();
      } catch (KubernetesClientException exception) {
        if (exception.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw exception;
        }
      }
    }
  }
}

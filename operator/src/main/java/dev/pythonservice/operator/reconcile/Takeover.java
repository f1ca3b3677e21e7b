package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.TakenOver;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.TakeoverDecisions;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Takes over the result of another service's build, which is read when it is needed. */
final class Takeover {

  private Takeover() {}

  /**
   * What becomes of the plan.
   *
   * @throws KubernetesClientException when the API server cannot be reached or is overloaded; the
   *     reconcile is tried again
   */
  static BuildPlan of(BuildPlan plan, BuildInputs inputs, KubernetesClient client) {
    PythonBuild build = inputs.build();
    TakenOver takenOver = Optional.ofNullable(build.getSpec().takenOver()).orElseThrow();
    String namespace = takenOver.namespace();
    return TakeoverDecisions.decide(
        build,
        plan,
        read(PythonService.class, namespace, takenOver.service(), client),
        read(PythonBuild.class, namespace, takenOver.build(), client),
        inputs.now());
  }

  /** What the operator may not see is not there. */
  private static <T extends CustomResource<?, ?>> Optional<T> read(
      Class<T> kind, String namespace, String name, KubernetesClient client) {
    try {
      return Optional.ofNullable(
          client.resources(kind).inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException exception) {
      if (exception.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw exception;
    }
  }
}

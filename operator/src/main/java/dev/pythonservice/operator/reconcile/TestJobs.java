package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.TestOrder;
import dev.pythonservice.operator.render.TestJobRenderer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Hands the Jobs that run tests, in the services' namespaces, to the API server. */
final class TestJobs {

  private TestJobs() {}

  /** An earlier try may have made it already. */
  static void start(BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    BuildJobs.create(TestJobRenderer.render(order(plan, inputs, context.getClient())), context);
  }

  private static TestOrder order(BuildPlan plan, BuildInputs inputs, KubernetesClient client) {
    PythonBuild build = inputs.build();
    Optional<PythonService> service = service(build, client);
    return TestOrder.of(
        build,
        inputs.platform().orElseThrow(),
        plan.history(),
        service.map(PythonService::getSpec),
        service
            .map(PythonService::getStatus)
            .map(PythonServiceStatus::release)
            .map(Release::build)
            .flatMap(name -> serving(name, build, client)));
  }

  private static Optional<PythonService> service(PythonBuild build, KubernetesClient client) {
    return Optional.ofNullable(
        client
            .resources(PythonService.class)
            .inNamespace(build.getMetadata().getNamespace())
            .withName(build.getSpec().service())
            .get());
  }

  private static Optional<PythonBuild> serving(
      String name, PythonBuild build, KubernetesClient client) {
    return Optional.ofNullable(
        client
            .resources(PythonBuild.class)
            .inNamespace(build.getMetadata().getNamespace())
            .withName(name)
            .get());
  }
}

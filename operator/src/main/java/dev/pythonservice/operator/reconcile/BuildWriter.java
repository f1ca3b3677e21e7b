package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.render.BuildRenderer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the build that is wanted, and removes those that are not kept any more. */
@Singleton
final class BuildWriter {

  private static final Logger LOG = LoggerFactory.getLogger(BuildWriter.class);

  void write(ReleasePlan plan, PythonService service, Context<PythonService> context) {
    plan.wanted()
        .map(wanted -> BuildRenderer.render(service, wanted))
        .ifPresent(build -> apply(build, context));
    latest(plan, context)
        .flatMap(build -> BuildRenderer.latest(service, build))
        .ifPresent(build -> apply(build, context));
    for (PythonBuild build : plan.superseded()) {
      BuildRenderer.superseded(service, build, plan.latest().orElseThrow())
          .ifPresent(told -> apply(told, context));
    }
    for (PythonBuild build : plan.surplus()) {
      LOG.info("The build {} is not kept any more", build.getMetadata().getName());
      context.getClient().resource(build).delete();
    }
  }

  private static Optional<PythonBuild> latest(ReleasePlan plan, Context<PythonService> context) {
    return plan.latest()
        .flatMap(name ->
            context
                .getSecondaryResourcesAsStream(PythonBuild.class)
                .filter(build -> build.getMetadata().getName().equals(name))
                .findFirst());
  }

  private static void apply(PythonBuild build, Context<PythonService> context) {
    LOG.info("Writing the build {}", build.getMetadata().getName());
    context.resourceOperations().serverSideApply(build);
  }
}

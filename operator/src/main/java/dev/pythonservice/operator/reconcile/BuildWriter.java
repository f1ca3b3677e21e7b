package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.PreviewPlan;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.UpdatePlan;
import dev.pythonservice.operator.render.BuildRenderer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the build that is wanted, and removes those that are not kept any more. */
@Singleton
final class BuildWriter {

  private static final Logger LOG = LoggerFactory.getLogger(BuildWriter.class);

  /**
   * Writes what differs.
   *
   * <p>The Java Operator SDK takes every event that arrives during a write for one of that write,
   * so nobody else tells of a build that went on in between. What is written comes back with how
   * far it is.
   *
   * @return whether a build went on in between, so that the service has to be reconciled again
   */
  boolean write(ReleasePlan plan, PythonService service, Context<PythonService> context) {
    boolean goneOn =
        apply(plan.wanted().map(wanted -> BuildRenderer.render(service, wanted)), context);
    goneOn |=
        apply(
            latest(plan, context).flatMap(build -> BuildRenderer.latest(service, build)), context);
    for (PythonBuild build : plan.superseded()) {
      goneOn |=
          apply(BuildRenderer.superseded(service, build, plan.latest().orElseThrow()), context);
    }
    for (PythonBuild build : plan.surplus()) {
      LOG.info("The build {} is not kept any more", build.getMetadata().getName());
      context.getClient().resource(build).delete();
    }
    return goneOn;
  }

  /**
   * Writes what updates of the lock need.
   *
   * @return whether a build went on in between, so that the service has to be reconciled again
   */
  boolean write(UpdatePlan plan, PythonService service, Context<PythonService> context) {
    boolean goneOn = false;
    for (WantedBuild wanted : plan.wanted()) {
      goneOn |= apply(BuildRenderer.render(service, wanted), context);
    }
    for (PythonBuild look : plan.surplus()) {
      LOG.info("The look for updates {} is not kept any more", look.getMetadata().getName());
      context.getClient().resource(look).delete();
    }
    return goneOn;
  }

  /**
   * Writes what it takes to see what other versions of checkers find.
   *
   * @return whether a build went on in between, so that the service has to be reconciled again
   */
  boolean write(PreviewPlan plan, PythonService service, Context<PythonService> context) {
    boolean goneOn =
        apply(plan.wanted().map(wanted -> BuildRenderer.render(service, wanted)), context);
    for (PythonBuild look : plan.surplus()) {
      LOG.info("The look of other checkers {} is not kept any more", look.getMetadata().getName());
      context.getClient().resource(look).delete();
    }
    return goneOn;
  }

  private static Optional<PythonBuild> latest(ReleasePlan plan, Context<PythonService> context) {
    return plan.latest().flatMap(name -> present(name, context));
  }

  private static Optional<PythonBuild> present(String name, Context<PythonService> context) {
    return context
        .getSecondaryResourcesAsStream(PythonBuild.class)
        .filter(build -> build.getMetadata().getName().equals(name))
        .findFirst();
  }

  private static boolean apply(Optional<PythonBuild> build, Context<PythonService> context) {
    return build.filter(there -> apply(there, context)).isPresent();
  }

  /** Writes a build; true when it comes back with another status than was known. */
  private static boolean apply(PythonBuild build, Context<PythonService> context) {
    String name = build.getMetadata().getName();
    LOG.info("Writing the build {}", name);
    Optional<PythonBuild> known = present(name, context);
    PythonBuild written = context.resourceOperations().serverSideApply(build);
    if (context.eventSourceRetriever().getEventSourceFor(PythonBuild.class)
        instanceof ManagedInformerEventSource<PythonBuild, ?, ?> source) {
      RecentWrites.letGo(source, known.orElse(written), written);
    }
    return !known.map(PythonBuild::getStatus).equals(Optional.ofNullable(written.getStatus()));
  }
}

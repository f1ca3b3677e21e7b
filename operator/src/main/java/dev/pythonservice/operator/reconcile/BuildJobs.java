package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildMaterials;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildSource;
import dev.pythonservice.operator.plan.MaterialDecisions;
import dev.pythonservice.operator.plan.PlatformChoice;
import dev.pythonservice.operator.plan.WheelOrder;
import dev.pythonservice.operator.render.BuildCopies;
import dev.pythonservice.operator.render.BuildJobRenderer;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands build Jobs, and what their pods mount, to the API server. */
@Singleton
final class BuildJobs {

  private static final int UNPROCESSABLE = 422;

  /** Answers that stay the same until somebody changes something. */
  private static final Set<Integer> REFUSALS =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          UNPROCESSABLE);

  /**
   * Does what a plan says.
   *
   * @return the plan, or what becomes of it when the attempt cannot start
   * @throws KubernetesClientException when the API server cannot be reached or is overloaded; the
   *     reconcile is tried again
   */
  BuildPlan carryOut(BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    BuildPlan done =
        switch (plan.step()) {
          case TAKE_OVER -> Takeover.of(plan, inputs, context.getClient());
          case START_REPORT -> ReportJobs.start(plan, inputs, context);
          default ->
              objection(plan, inputs, context)
                  .map(failure -> plan.failed(failure, inputs.now()))
                  .orElse(plan);
        };
    switch (done.step()) {
      case STOP -> stop(inputs.build(), context);
      case END_WHEELS -> WheelJobs.end(inputs.build(), context);
      case REST, START, START_WHEELS, START_TESTS, START_REPORT, TAKE_OVER -> {
        // Nothing goes.
      }
    }
    return done;
  }

  /** Starts what is to be started; what stands against it, where something does. */
  private static Optional<Failure> objection(
      BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    try {
      return switch (plan.step()) {
        case START, START_WHEELS -> start(plan, inputs, context);
        case START_TESTS -> {
          TestJobs.start(plan, inputs, context);
          yield Optional.empty();
        }
        case REST, START_REPORT, TAKE_OVER, END_WHEELS, STOP -> Optional.empty();
      };
    } catch (KubernetesClientException exception) {
      if (isRefusal(exception)) {
        return Optional.of(new Failure(Reason.Refused, refusal(exception)));
      }
      throw exception;
    }
  }

  private static Optional<Failure> start(
      BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    PythonBuild build = inputs.build();
    PythonPlatform platform = inputs.platform().orElseThrow();
    BuildOrder order =
        new BuildOrder(
            build,
            platform,
            inputs.scope().buildNamespaceOf(platform.getSpec()),
            plan.history().attempts(),
            inputs.builder().reference().orElseThrow(),
            materials(build, context.getClient()),
            inputs.placeOfWheels());
    Optional<Failure> objection = MaterialDecisions.objection(order);
    if (objection.isEmpty()) {
      start(order, plan, inputs, context);
    }
    return objection;
  }

  private static void start(
      BuildOrder order, BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    if (plan.step() == BuildPlan.Step.START) {
      start(order, context);
    } else {
      WheelJobs.start(
          new WheelOrder(
              order,
              plan.history().wheels().orElseThrow(),
              inputs.builder().forWheels().orElseThrow(),
              WheelJobs.certificates(order, context.getClient())),
          context);
    }
  }

  /** Whether the answer stays the same until somebody changes something. */
  static boolean isRefusal(KubernetesClientException exception) {
    return REFUSALS.contains(exception.getCode());
  }

  /** What the API server said, without the address that was asked. */
  static String refusal(KubernetesClientException exception) {
    return "The API server refuses what the build needs: %s; see to spec.builds of the PythonPlatform, to quotas of the namespace and to the operator's rights"
        .formatted(
            Optional.ofNullable(exception.getStatus())
                .map(Status::getMessage)
                .orElse("status %d".formatted(exception.getCode())));
  }

  /** Read when they are needed and not kept: the operator watches no Secrets of services. */
  private static BuildMaterials materials(PythonBuild build, KubernetesClient client) {
    String namespace = build.getMetadata().getNamespace();
    BuildSource source = BuildSource.of(build.getSpec().source());
    Map<String, String> labels =
        Optional.ofNullable(client.namespaces().withName(namespace).get())
            .map(found -> found.getMetadata().getLabels())
            .orElse(Map.of());
    return new BuildMaterials(
        PlatformChoice.of(namespace, labels),
        source
            .secret()
            .flatMap(name ->
                Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())),
        source instanceof BuildSource.Files files
            ? Optional.ofNullable(
                client.configMaps().inNamespace(namespace).withName(files.configMap()).get())
            : Optional.empty(),
        promoted(build, client));
  }

  /** Only checks ask for it. */
  private static Optional<String> promoted(PythonBuild build, KubernetesClient client) {
    return Optional.ofNullable(build.getSpec().checks())
        .flatMap(_ ->
            Optional.ofNullable(
                client
                    .resources(PythonService.class)
                    .inNamespace(build.getMetadata().getNamespace())
                    .withName(build.getSpec().service())
                    .get()))
        .map(PythonService::getStatus)
        .map(PythonServiceStatus::release)
        .map(Release::image);
  }

  /** Each step finds what an earlier try has left. */
  private static void start(BuildOrder order, Context<PythonBuild> context) {
    Job job = create(BuildJobRenderer.render(order), context);
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      BuildCopies.of(order, job).forEach(copy -> create(copy, context.getClient()));
      resume(job, context.getClient());
    }
  }

  /** Makes a Job, or finds the one of the same attempt. */
  static Job create(Job job, Context<PythonBuild> context) {
    try {
      return context.resourceOperations().create(job);
    } catch (KubernetesClientException exception) {
      if (exception.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw exception;
      }
      Job present = context.getClient().resource(job).get();
      if (BuildLabels.buildUidOf(present).equals(BuildLabels.buildUidOf(job))) {
        return present;
      }
      throw exception;
    }
  }

  /** What a Job's pod mounts; an earlier try may have made it already. */
  static void create(HasMetadata copy, KubernetesClient client) {
    try {
      client.resource(copy).create();
    } catch (KubernetesClientException exception) {
      if (exception.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw exception;
      }
    }
  }

  /** Whatever else of the Job has changed meanwhile, so without its version. */
  static void resume(Job job, KubernetesClient client) {
    Job resumed =
        new JobBuilder()
            .withNewMetadata()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(job.getMetadata().getName())
            .endMetadata()
            .withNewSpec()
            .withSuspend(false)
            .endSpec()
            .build();
    client.resource(resumed).patch(PatchContext.of(PatchType.JSON_MERGE));
  }

  private static void stop(PythonBuild build, Context<PythonBuild> context) {
    String uid = build.getMetadata().getUid();
    context
        .getSecondaryResourcesAsStream(Job.class)
        .filter(job -> BuildLabels.buildUidOf(job).filter(uid::equals).isPresent())
        .forEach(job -> delete(job, context.getClient()));
  }

  /** With its pod and its copies; nothing when it is gone. */
  static void delete(Job job, KubernetesClient client) {
    client
        .resource(job)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .withGracePeriod(0)
        .delete();
  }
}

package dev.pythonservice.e2e.operator;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many services on an API server, each with a finished build: their sources are commits and their
 * base image has a digest, so nothing is looked up outside; what build Jobs would say is written
 * here.
 *
 * @param client the API server
 * @param number how many
 */
public record ManyServices(KubernetesClient client, int number) {

  private static final String NAMESPACE = "default";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration PACE = Duration.ofMillis(250);

  private static final String PLATFORM =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonPlatform
      metadata: {name: default}
      spec:
        runtimes: [{python: "3.13", libc: Glibc, image: "127.0.0.1:9/base/python@sha256:%1$s"}]
        registry: {repository: "127.0.0.1:9/services", scheme: HTTP}
        builds: {namespace: pythonservice-builds, maxConcurrent: 1}
      """
          .formatted("a".repeat(64));

  private static final String SERVICE =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: service-%1$05d, namespace: default}
      spec:
        source: {git: {url: "https://git.example/shop/service-%1$05d.git", commit: "%1$040x"}}
        python: "3.13"
        servers:
        - {name: http, app: "orders.api:app", interface: ASGI, engine: Granian, port: 8000, readinessPath: /healthz}
        jobs:
        - {name: report, schedule: "0 2 * * *", command: [python, -m, orders.report]}
        env: [{name: EDIT, value: "0"}]
        resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
      """;

  /** As the operator writes it when a Job has ended well, so that it has nothing to add. */
  private static final String BUILT =
      """
      {"status": {"observedGeneration": 1, "phase": "Succeeded", "attempts": 1,
       "startedAt": "%3$s", "finishedAt": "%3$s",
       "image": "127.0.0.1:9/services/default/%1$s@sha256:%2$s", "digest": "sha256:%2$s",
       "platforms": [{"platform": "linux/amd64", "digest": "sha256:%2$s"}],
       "engines": [{"name": "granian", "version": "2.8.7"}],
       "conditions": [
        {"type": "Ready", "status": "True", "reason": "Built",
         "message": "The image is 127.0.0.1:9/services/default/%1$s@sha256:%2$s",
         "lastTransitionTime": "%3$s", "observedGeneration": 1},
        {"type": "Reconciling", "status": "False", "reason": "Built", "message": "",
         "lastTransitionTime": "%3$s", "observedGeneration": 1},
        {"type": "Stalled", "status": "False", "reason": "Built", "message": "",
         "lastTransitionTime": "%3$s", "observedGeneration": 1},
        {"type": "Feasible", "status": "True", "reason": "AllPlatforms",
         "message": "Every locked package can be installed on every platform that was asked for",
         "lastTransitionTime": "%3$s", "observedGeneration": 1},
        {"type": "Built", "status": "True", "reason": "Built",
         "message": "The image is 127.0.0.1:9/services/default/%1$s@sha256:%2$s",
         "lastTransitionTime": "%3$s", "observedGeneration": 1}]}}
      """;

  /** Makes the platform. */
  public void start() {
    client.resource(Serialization.unmarshal(PLATFORM, PythonPlatform.class)).create();
  }

  /**
   * Makes the services and their builds' results, and waits for all Deployments.
   *
   * @param present how many services there are already
   */
  public void make(int present) {
    IntStream.range(present, number)
        .parallel()
        .forEach(each ->
            client
                .resource(Serialization.unmarshal(SERVICE.formatted(each), PythonService.class))
                .create());
    await("builds", () -> builds().stream().filter(ManyServices::isSeen).count() == number);
    builds().parallelStream().filter(build -> !isFinished(build)).forEach(this::finish);
    await("Deployments", () -> deployments().size() == number);
  }

  /** Before that, the operator would write its own status over what is written here. */
  private static boolean isSeen(PythonBuild build) {
    return build.getStatus() != null && build.getStatus().phase() != null;
  }

  private static boolean isFinished(PythonBuild build) {
    return build.getStatus().phase() == Phase.Succeeded;
  }

  /** No two images are alike. */
  private void finish(PythonBuild build) {
    client
        .resource(build)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            BUILT.formatted(
                build.getSpec().service(),
                Digests.of(build.getSpec().service()),
                build.getMetadata().getCreationTimestamp()));
  }

  private List<PythonBuild> builds() {
    return client.resources(PythonBuild.class).inNamespace(NAMESPACE).list().getItems();
  }

  private List<Deployment> deployments() {
    return client.apps().deployments().inNamespace(NAMESPACE).list().getItems();
  }

  /** Deletes the services and the platform; what they own is left to others, and stays here. */
  void clear() {
    client.resources(PythonService.class).inNamespace(NAMESPACE).delete();
    client.resources(PythonPlatform.class).delete();
    await(
        "deletions",
        () ->
            client.resources(PythonService.class).inNamespace(NAMESPACE).list().getItems().isEmpty()
                && client.resources(PythonPlatform.class).list().getItems().isEmpty());
  }

  /** Lists all that the operator watches here, one kind after the other, as a plain client does. */
  public void list() {
    client.resources(PythonService.class).inAnyNamespace().list();
    client.resources(PythonBuild.class).inAnyNamespace().list();
    client.apps().deployments().inAnyNamespace().list();
    client.services().inAnyNamespace().list();
    client.batch().v1().cronjobs().inAnyNamespace().list();
    client.policy().v1().podDisruptionBudget().inAnyNamespace().list();
  }

  /** The versions of everything that the operator could have written to. */
  public String versions() {
    return Stream.of(
            client.resources(PythonService.class).inAnyNamespace().list().getItems(),
            client.resources(PythonBuild.class).inAnyNamespace().list().getItems(),
            client.resources(PythonPlatform.class).list().getItems(),
            client.apps().deployments().inAnyNamespace().list().getItems(),
            client.services().inNamespace(NAMESPACE).list().getItems(),
            client.batch().v1().cronjobs().inAnyNamespace().list().getItems(),
            client.policy().v1().podDisruptionBudget().inAnyNamespace().list().getItems())
        .flatMap(List::stream)
        .map(HasMetadata.class::cast)
        .map(object ->
            object.getKind()
                + "/"
                + object.getMetadata().getName()
                + "@"
                + object.getMetadata().getResourceVersion())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** Waits until nothing of it changes any more. */
  public void settle() {
    List<String> seen = new ArrayList<>(List.of(versions()));
    await(
        "an end of changes",
        () -> {
          String now = versions();
          boolean same = now.equals(seen.getLast());
          seen.clear();
          seen.add(now);
          return same;
        });
  }

  /**
   * Edits a service, and waits until its Deployment has the new value.
   *
   * @return how long that took
   */
  public Duration edit(int which, int value) {
    String name = "service-%05d".formatted(which);
    CompletableFuture<Long> written = new CompletableFuture<>();
    try (Watch _ =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(name)
            .watch(new Edited(String.valueOf(value), written))) {
      long start = System.nanoTime();
      client
          .resources(PythonService.class)
          .inNamespace(NAMESPACE)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\": {\"env\": [{\"name\": \"EDIT\", \"value\": \"%d\"}]}}".formatted(value));
      return Duration.ofNanos(written.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - start);
    } catch (ExecutionException | TimeoutException problem) {
      throw new CommandFailed("The edit of %s did not arrive: %s".formatted(name, problem));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Waiting for an edit was interrupted");
    }
  }

  private record Edited(String value, CompletableFuture<Long> written)
      implements Watcher<Deployment> {

    @Override
    public void eventReceived(Action action, Deployment deployment) {
      boolean there =
          deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
              .anyMatch(variable ->
                  variable.getName().equals("EDIT") && value.equals(variable.getValue()));
      if (there) {
        written.complete(System.nanoTime());
      }
    }

    @Override
    public void onClose(WatcherException problem) {
      written.completeExceptionally(problem);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Eventually.within(PATIENCE, PACE, condition)) {
      throw new CommandFailed("%s passed before there were all %s".formatted(PATIENCE, what));
    }
  }
}

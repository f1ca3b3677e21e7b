package dev.pythonservice.e2e.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * An Application of {@link ArgoCd}.
 *
 * @param client the cluster
 * @param namespace Argo CD's namespace
 * @param name its name
 */
public record ArgoApplication(KubernetesClient client, String namespace, String name) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What Argo CD says of it.
   *
   * @param sync {@code Synced}, {@code OutOfSync} or {@code Unknown}; empty before the first look
   * @param health {@code Healthy}, {@code Progressing}, {@code Degraded} and so on, as it is worked
   *     out of those of its objects
   * @param messages what the health scripts say of its objects, a line each
   * @param revision the commit that it was compared with
   */
  public record State(String sync, String health, String messages, String revision) {

    /** Whether it is in sync and healthy. */
    public boolean isGood() {
      return sync.equals("Synced") && health.equals("Healthy");
    }
  }

  /** How it is now. */
  public State state() {
    JsonNode status = JSON.valueToTree(resource().require()).path("status");
    String messages =
        String.join(
            "\n",
            StreamSupport.stream(status.path("resources").spliterator(), false)
                .map(each -> each.at("/health/message").asText(""))
                .filter(message -> !message.isEmpty())
                .toList());
    return new State(
        status.at("/sync/status").asText(""),
        status.at("/health/status").asText(""),
        messages,
        status.at("/sync/revision").asText(""));
  }

  /**
   * Waits until it is such.
   *
   * @throws CommandFailed when it is not in time
   */
  public State await(Duration deadline, Predicate<State> condition) {
    if (!Eventually.within(deadline, () -> condition.test(state()))) {
      throw new CommandFailed("After %s the Application is %s".formatted(deadline, state()));
    }
    return state();
  }

  /** Has the repository looked at now, as a webhook would. */
  public void refresh() {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"argocd.argoproj.io/refresh\": \"normal\"}}}");
  }

  /** Deletes it; its objects stay, as it has no finalizer. */
  public void delete() {
    resource().delete();
  }

  private Resource<GenericKubernetesResource> resource() {
    return client
        .genericKubernetesResources("argoproj.io/v1alpha1", "Application")
        .inNamespace(namespace)
        .withName(name);
  }
}

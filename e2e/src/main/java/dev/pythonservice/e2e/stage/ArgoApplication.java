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
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
  private static final String REFRESH = "argocd.argoproj.io/refresh";

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

    private static State of(GenericKubernetesResource application) {
      JsonNode status = JSON.valueToTree(application).path("status");
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
  }

  /**
   * What Argo CD has said of it, as a watch brought it.
   *
   * @param watch the watch
   * @param seen the states in their order, each that differs from the one before
   */
  public record History(SharedIndexInformer<GenericKubernetesResource> watch, List<State> seen)
      implements AutoCloseable {

    /** The states so far. */
    @Override
    public List<State> seen() {
      return List.copyOf(seen);
    }

    @Override
    public void close() {
      watch.stop();
    }
  }

  /** How it is now. */
  public State state() {
    return State.of(resource().require());
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

  /** Watches it from now on. */
  public History watch() {
    List<State> seen = new CopyOnWriteArrayList<>();
    // An informer calls its handler from one thread.
    Consumer<GenericKubernetesResource> listener =
        application -> {
          State state = State.of(application);
          if (seen.isEmpty() || !seen.getLast().equals(state)) {
            seen.add(state);
          }
        };
    return new History(resource().inform(new Changes(listener)), seen);
  }

  private record Changes(Consumer<GenericKubernetesResource> listener)
      implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource application) {
      listener.accept(application);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource application) {
      listener.accept(application);
    }

    @Override
    public void onDelete(GenericKubernetesResource application, boolean unknown) {
      // What it was last is in the history already.
    }
  }

  /** Has the repository looked at now, as a webhook would. */
  public void refresh() {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"normal\"}}}".formatted(REFRESH));
  }

  /** Whether what {@link #refresh} asked for was done: Argo CD then removes the annotation. */
  public boolean isRefreshed() {
    return !resource().require().getMetadata().getAnnotations().containsKey(REFRESH);
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

package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.NodeSummary;
import dev.pythonservice.operator.plan.VisibleNodes;
import dev.pythonservice.operator.resolve.ClusterReads.NodeObserver;
import dev.pythonservice.operator.resolve.ClusterReads.NodeWatching;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The cluster's nodes, for all services. What services are told is a picture of them that is
 * renewed when the nodes have come to rest; and a service is reconciled when the picture means
 * something else to its pods, not when there is another node like those before.
 */
@Singleton
public final class NodeWatch implements NewsSource {

  /** How long nodes must have been as they are. A node that starts changes several times. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** After which the picture is renewed although they do not come to rest. */
  static final Duration LONGEST_UNREST = Duration.ofSeconds(60);

  /** How long a start waits for the first answer; after that it goes on without nodes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterReads reads;
  private final Clock clock;
  private final Map<ResourceID, Asked> asked = new HashMap<>();

  /** What was asked about this picture: most services ask the same, and share the answer. */
  private final Map<NodeQuestion, Asked> answered = new HashMap<>();

  private Optional<NodeWatching> watching = Optional.empty();
  private Optional<NewsListener> listener = Optional.empty();
  private Picture picture = new Picture.Hidden(false);
  private Optional<Unrest> unrest = Optional.empty();

  NodeWatch(ClusterReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** What is known of the nodes. */
  private sealed interface Picture {

    record Hidden(boolean forbidden) implements Picture {}

    /**
     * Nodes.
     *
     * @param nodes all of them
     * @param architectures those that say one, by their names: each pod is asked for
     */
    record Seen(List<ClusterNode> nodes, Map<String, Architecture> architectures)
        implements Picture {}

    static Picture of(List<ClusterNode> nodes) {
      Map<String, Architecture> architectures = new HashMap<>();
      nodes.forEach(
          node -> node.architecture().ifPresent(found -> architectures.put(node.name(), found)));
      return new Seen(nodes, architectures);
    }

    default VisibleNodes answer(NodeQuestion question) {
      return switch (this) {
        case Hidden(boolean forbidden) -> new VisibleNodes.Hidden(forbidden);
        case Seen(List<ClusterNode> nodes, _) -> new VisibleNodes.Seen(question.answerBy(nodes));
      };
    }
  }

  /** When nodes began to change since the picture was made, and when they last did. */
  private record Unrest(Instant since, Instant last) {

    Instant end() {
      Instant quiet = last.plus(QUIET);
      Instant longest = since.plus(LONGEST_UNREST);
      return quiet.isBefore(longest) ? quiet : longest;
    }
  }

  private record Asked(NodeQuestion question, VisibleNodes answer) {}

  /** What is known of the nodes; the service is reconciled when that becomes something else. */
  public VisibleNodes of(PythonService service, NodeQuestion question) {
    return of(ResourceID.fromResource(service), question);
  }

  synchronized VisibleNodes of(ResourceID service, NodeQuestion question) {
    Asked shared =
        answered.computeIfAbsent(question, same -> new Asked(same, picture.answer(same)));
    asked.put(service, shared);
    return shared.answer();
  }

  /** The architecture of a node, by its name; empty where it is not seen or does not say. */
  synchronized Optional<Architecture> architectureOf(String node) {
    return picture instanceof Picture.Seen(_, Map<String, Architecture> architectures)
        ? Optional.ofNullable(architectures.get(node))
        : Optional.empty();
  }

  /** Triggers reconciles when nodes become something else. */
  public EventSource<Void, PythonService> eventSource(EventSourceContext<PythonService> context) {
    return new LookupEventSource("nodes", context.getPrimaryCache(), this, clock);
  }

  /** Returns when the nodes are seen, or cannot be, so that no service is placed without them. */
  @Override
  public void attach(NewsListener who) {
    CountDownLatch answered = new CountDownLatch(1);
    NodeWatching nodes =
        reads.watchNodes(
            new NodeObserver() {
              @Override
              public void are(List<ClusterNode> known) {
                become(Picture.of(known));
                answered.countDown();
              }

              @Override
              public void changed() {
                becomeRestless(clock.instant());
              }

              @Override
              public void areOutOfReach(Throwable why) {
                hide(ConfigMapState.OutOfReach.of(why).forbidden());
                answered.countDown();
              }
            });
    await(answered);
    synchronized (this) {
      watching = Optional.of(nodes);
      listener = Optional.of(who);
    }
    restLater();
  }

  private static void await(CountDownLatch answered) {
    try {
      answered.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void detach() {
    watching.ifPresent(NodeWatching::close);
    watching = Optional.empty();
    listener = Optional.empty();
    unrest = Optional.empty();
    asked.clear();
    answered.clear();
  }

  @Override
  public synchronized void forget(ResourceID service) {
    asked.remove(service);
  }

  /** Renews the picture when the nodes have come to rest. */
  @Override
  public void tick() {
    Optional<NodeWatching> rested;
    synchronized (this) {
      boolean over = unrest.filter(still -> !still.end().isAfter(clock.instant())).isPresent();
      rested = over ? watching : Optional.empty();
      unrest = over ? Optional.empty() : unrest;
    }
    rested.ifPresent(nodes -> become(Picture.of(nodes.nodes())));
    restLater();
  }

  private void becomeRestless(Instant now) {
    synchronized (this) {
      unrest = Optional.of(new Unrest(unrest.map(Unrest::since).orElse(now), now));
    }
    restLater();
  }

  private void restLater() {
    Optional<Instant> end;
    Optional<NewsListener> who;
    synchronized (this) {
      end = unrest.map(Unrest::end);
      who = listener;
    }
    who.ifPresent(present -> end.ifPresent(present::wakeAt));
  }

  /** What is seen once stays seen: the informer mends a watch that broke. */
  private void hide(boolean forbidden) {
    boolean unseen;
    synchronized (this) {
      unseen = picture instanceof Picture.Hidden;
    }
    if (unseen) {
      become(new Picture.Hidden(forbidden));
    }
  }

  private void become(Picture next) {
    Set<ResourceID> concerned;
    Optional<NewsListener> who;
    synchronized (this) {
      picture = next;
      answered.clear();
      concerned =
          asked.entrySet().stream()
              .filter(entry -> meansSomethingElse(entry.getValue()))
              .map(Map.Entry::getKey)
              .collect(Collectors.toCollection(HashSet::new));
      who = listener;
    }
    who.ifPresent(present -> present.tell(concerned, this::forget));
  }

  private boolean meansSomethingElse(Asked before) {
    VisibleNodes answer = picture.answer(before.question());
    return switch (answer) {
      case VisibleNodes.Hidden hidden -> !hidden.equals(before.answer());
      case VisibleNodes.Seen(Map<String, NodeSummary> now) ->
          !(before.answer() instanceof VisibleNodes.Seen(Map<String, NodeSummary> then)
              && now.entrySet().stream()
                  .allMatch(entry ->
                      Optional.ofNullable(then.get(entry.getKey()))
                          .filter(entry.getValue()::meansTheSameAs)
                          .isPresent()));
    };
  }
}

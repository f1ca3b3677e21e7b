package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.PreviewOutcome;
import dev.pythonservice.operator.plan.PreviewPlan;
import dev.pythonservice.operator.plan.PreviewTally;
import dev.pythonservice.operator.plan.Previews;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where the reconciles of services tell what other versions of checkers say of them, and the
 * platform's reconcile reads what that is together: nobody has to read all builds for it. It is
 * filled anew after each start, and says nothing of a platform before all services have told.
 *
 * <p>It also keeps the looks of a platform from being there all at once: there are as many as it
 * runs builds, and the end of one is the turn of the next service.
 */
@Singleton
public final class PreviewBoard {

  /** A platform is told of many services together. */
  private static final Duration PACE = Duration.ofSeconds(2);

  private final Clock clock;
  private final PlatformNews platforms = new PlatformNews();
  private final Map<ResourceID, Entry> entries = new HashMap<>();
  private final Set<ResourceID> waiting = new HashSet<>();
  private final Set<String> changed = new HashSet<>();
  private Optional<NewsListener> services = Optional.empty();
  private Supplier<Optional<Set<ResourceID>>> known = Optional::empty;

  PreviewBoard(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a service has told.
   *
   * @param platform its platform
   * @param generation the generation of the platform that it speaks about
   * @param outcomes what is known
   * @param looks whether it has a place for a look
   * @param waits whether it waits for one
   */
  private record Entry(
      String platform,
      long generation,
      List<PreviewOutcome> outcomes,
      boolean looks,
      boolean waits) {}

  /**
   * Takes in what is known of a service.
   *
   * @return the plan, without a look that there is no place for now; its turn triggers a reconcile
   */
  public PreviewPlan admitted(PythonService service, PythonPlatform platform, PreviewPlan plan) {
    ResourceID who = ResourceID.fromResource(service);
    Entry entry = enter(who, platform, plan);
    tell(platform.getMetadata().getName(), BuildInputs.maximumOf(platform));
    return entry.looks() ? plan : plan.withoutPlace();
  }

  private synchronized Entry enter(ResourceID who, PythonPlatform platform, PreviewPlan plan) {
    String name = platform.getMetadata().getName();
    boolean wants = plan.wanted().isPresent();
    boolean hasPlace = wants && looking(who, name) < BuildInputs.maximumOf(platform);
    Entry entry =
        new Entry(
            name,
            platform.getMetadata().getGeneration(),
            plan.outcomes(),
            plan.looking() || hasPlace,
            wants && !plan.looking() && !hasPlace);
    note(who, entry, !Previews.tried(platform).isEmpty());
    return entry;
  }

  /** How many others have a place. */
  private long looking(ResourceID who, String platform) {
    return entries.entrySet().stream()
        .filter(other -> !other.getKey().equals(who))
        .filter(other -> other.getValue().platform().equals(platform))
        .filter(other -> other.getValue().looks())
        .count();
  }

  /** Takes in that nothing can be done for a service now; what was known stays known. */
  public void blocked(PythonService service, Optional<PythonPlatform> platform) {
    enterBlocked(ResourceID.fromResource(service), platform);
    platform.ifPresent(found -> tell(found.getMetadata().getName(), BuildInputs.maximumOf(found)));
  }

  private synchronized void enterBlocked(ResourceID who, Optional<PythonPlatform> platform) {
    List<CheckerVersion> tried = platform.map(Previews::tried).orElse(List.of());
    Entry entry =
        new Entry(
            platform.map(found -> found.getMetadata().getName()).orElse(""),
            platform.map(found -> found.getMetadata().getGeneration()).orElse(0L),
            Optional.ofNullable(entries.get(who)).map(Entry::outcomes).orElse(List.of()).stream()
                .filter(outcome -> tried.contains(outcome.version()))
                .toList(),
            false,
            false);
    note(who, entry, !tried.isEmpty());
  }

  private void note(ResourceID who, Entry entry, boolean matters) {
    Optional<Entry> before = Optional.ofNullable(entries.put(who, entry));
    waiting.remove(who);
    if (entry.waits()) {
      waiting.add(who);
    }
    if (before.filter(entry::equals).isPresent()) {
      return;
    }
    if (matters) {
      changed.add(entry.platform());
    }
    before
        .filter(known -> !known.outcomes().isEmpty())
        .map(Entry::platform)
        .ifPresent(changed::add);
  }

  private synchronized void forget(ResourceID service) {
    waiting.remove(service);
    Optional.ofNullable(entries.remove(service))
        .filter(entry -> !entry.outcomes().isEmpty())
        .map(Entry::platform)
        .ifPresent(changed::add);
  }

  /** Without holding the lock: whoever listens has locks of his own. */
  private void tell(String platform, int most) {
    Set<ResourceID> next;
    Optional<NewsListener> listener;
    boolean isNews;
    synchronized (this) {
      next = next(platform, most);
      listener = services;
      isNews = !changed.isEmpty();
    }
    listener.ifPresent(told -> {
      told.tell(next, this::forget);
      if (isNews) {
        told.wakeAt(clock.instant().plus(PACE));
      }
    });
  }

  private Set<ResourceID> next(String platform, int most) {
    if (waiting.isEmpty()) {
      return Set.of();
    }
    long looking =
        entries.values().stream()
            .filter(entry -> entry.platform().equals(platform))
            .filter(Entry::looks)
            .count();
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().waits())
        .filter(entry -> entry.getValue().platform().equals(platform))
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(ResourceID::toString))
        .limit(Math.max(0, most - looking))
        .collect(Collectors.toSet());
  }

  /**
   * What would become of the services of a platform; empty while not all of them have told since
   * the platform was changed.
   */
  public synchronized Optional<List<PreviewState>> of(PythonPlatform platform) {
    List<CheckerVersion> tried = Previews.tried(platform);
    return tried.isEmpty()
        ? Optional.of(List.of())
        : known
            .get()
            .filter(there -> there.stream().allMatch(service -> hasTold(service, platform)))
            .map(there -> PreviewTally.of(tried, outcomes(there, platform)));
  }

  private boolean hasTold(ResourceID service, PythonPlatform platform) {
    return Optional.ofNullable(entries.get(service))
        .filter(entry ->
            !entry.platform().equals(platform.getMetadata().getName())
                || entry.generation() >= platform.getMetadata().getGeneration())
        .isPresent();
  }

  private Map<String, List<PreviewOutcome>> outcomes(
      Set<ResourceID> there, PythonPlatform platform) {
    return entries.entrySet().stream()
        .filter(entry -> there.contains(entry.getKey()))
        .filter(entry -> entry.getValue().platform().equals(platform.getMetadata().getName()))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getNamespace().orElse("") + "/" + entry.getKey().getName(),
                entry -> entry.getValue().outcomes()));
  }

  /** All that is known, by platform. */
  public synchronized Map<String, List<PreviewOutcome>> byPlatform() {
    return entries.values().stream()
        .collect(
            Collectors.groupingBy(
                Entry::platform,
                Collectors.flatMapping(entry -> entry.outcomes().stream(), Collectors.toList())));
  }

  /** Triggers the reconcile of a service when it is its turn. */
  public EventSource<?, PythonService> ofServices(EventSourceContext<PythonService> context) {
    IndexerResourceCache<PythonService> cache = context.getPrimaryCache();
    knowing(() ->
        PrimaryCache.isFilled(cache)
            ? Optional.of(cache.keys().collect(Collectors.toSet()))
            : Optional.empty());
    return new LookupEventSource("previews of checkers", cache, news(), clock);
  }

  /**
   * From now on knows which services there are.
   *
   * @param there says it; nothing while that is not known
   */
  synchronized void knowing(Supplier<Optional<Set<ResourceID>>> there) {
    known = there;
  }

  /** Triggers the reconcile of a platform when its services have told something new. */
  public EventSource<?, PythonPlatform> ofPlatforms() {
    return platforms;
  }

  /** What wakes services and platforms. */
  NewsSource news() {
    return new NewsSource() {
      @Override
      public void attach(NewsListener listener) {
        listenBy(Optional.of(listener));
      }

      @Override
      public void detach() {
        listenBy(Optional.empty());
      }

      @Override
      public void tick() {
        platforms.changed(takeChanged());
      }

      @Override
      public void forget(ResourceID service) {
        PreviewBoard.this.leave(service);
      }
    };
  }

  private synchronized void listenBy(Optional<NewsListener> listener) {
    services = listener;
    if (listener.isEmpty()) {
      entries.clear();
      waiting.clear();
    }
  }

  private synchronized Set<String> takeChanged() {
    Set<String> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /** A service that is gone leaves its place to another one. */
  private void leave(ResourceID service) {
    Optional<String> platform;
    synchronized (this) {
      platform = Optional.ofNullable(entries.get(service)).map(Entry::platform);
    }
    forget(service);
    platform.ifPresent(name -> tell(name, 1));
  }
}

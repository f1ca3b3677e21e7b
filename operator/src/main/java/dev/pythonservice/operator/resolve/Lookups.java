package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.Lookup;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look-ups that services share. A reconcile asks here and is answered at once from what is known;
 * asking is also what makes known that a service wants it. So an instance that does not lead, and
 * hence reconciles nothing, looks up nothing.
 *
 * <p>Nothing here waits or runs by itself: {@link #tick} does what is due, and who listens is told
 * when to call it next.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
final class Lookups<K, V> implements NewsSource {

  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

  /**
   * Whoever fails again and again waits behind those who do not: no server keeps others waiting.
   */
  private static final Comparator<SharedLookup<?>> ORDER =
      Comparator.<SharedLookup<?>>comparingInt(lookup -> Math.min(1, lookup.progress().failures()))
          .thenComparing(lookup -> lookup.progress().due().orElse(Instant.MAX))
          .thenComparingDouble(SharedLookup::rank);

  private final LookupMachinery machinery;
  private final Map<K, SharedLookup<V>> lookups = new HashMap<>();
  private final Map<ResourceID, Registration<K>> registrations = new HashMap<>();
  private Optional<NewsListener> listener = Optional.empty();

  Lookups(LookupMachinery machinery) {
    this.machinery = machinery;
  }

  private record Registration<K>(K key, String refresh) {}

  private record Start<V>(
      SharedLookup<V> lookup, Run run, Asking.Query<V> query, Optional<V> last) {
    Start(SharedLookup<V> lookup, Run run) {
      this(lookup, run, lookup.query(), lookup.progress().lookup().last().map(Lookup.Found::value));
    }
  }

  @Override
  public synchronized void attach(NewsListener who) {
    listener = Optional.of(who);
  }

  @Override
  public synchronized void detach() {
    listener = Optional.empty();
    lookups.values().forEach(SharedLookup::abandon);
    lookups.clear();
    registrations.clear();
  }

  /**
   * What is known, without waiting for anything.
   *
   * @param service who wants to know, and is told of news from now on
   * @param asking what is asked
   * @param refresh another value than the last time looks it up at once
   */
  Lookup<V> of(ResourceID service, Asking<K, V> asking, String refresh) {
    Lookup<V> known;
    Optional<Instant> due;
    synchronized (this) {
      Instant now = machinery.clock().instant();
      Optional<Registration<K>> before = Optional.ofNullable(registrations.get(service));
      before
          .filter(registration -> !registration.key().equals(asking.key()))
          .ifPresent(registration -> forget(service));
      SharedLookup<V> lookup =
          lookups.computeIfAbsent(
              asking.key(),
              key -> new SharedLookup<>(asking, now, machinery.chance().getAsDouble()));
      lookup.join(service, asking, now);
      if (before.filter(registration -> !registration.refresh().equals(refresh)).isPresent()) {
        lookup.hurry(now);
      }
      registrations.put(service, new Registration<>(asking.key(), refresh));
      known = lookup.progress().lookup();
      due = lookup.progress().due();
    }
    due.ifPresent(this::wakeAt);
    return known;
  }

  @Override
  public synchronized void forget(ResourceID service) {
    Registration<K> registration = registrations.remove(service);
    SharedLookup<V> lookup = registration == null ? null : lookups.get(registration.key());
    if (registration != null && lookup != null && lookup.leave(service)) {
      lookups.remove(registration.key());
      lookup.abandon();
    }
  }

  /** Gives up what takes too long, and starts what is due and has room. */
  @Override
  public void tick() {
    forgetWhoIsGone();
    giveUp();
    startDue();
  }

  /** A reconcile that ran while its service was deleted asked for something nobody wants. */
  private void forgetWhoIsGone() {
    Set<ResourceID> registered = registered();
    listener().map(who -> who.gone(registered)).orElse(registered).forEach(this::forget);
  }

  private synchronized Set<ResourceID> registered() {
    return Set.copyOf(registrations.keySet());
  }

  private void giveUp() {
    for (Start<V> late : tooLate()) {
      late.run().interrupt();
      failed(late, late.query().tooLate());
    }
  }

  private synchronized List<Start<V>> tooLate() {
    Instant latest = machinery.clock().instant().minus(machinery.patience());
    return lookups.values().stream()
        .flatMap(lookup -> lookup.running().stream().map(run -> new Start<>(lookup, run)))
        .filter(start -> !start.run().startedAt().isAfter(latest))
        .toList();
  }

  private void startDue() {
    Optional<Start<V>> next = next();
    while (next.isPresent()) {
      start(next.get());
      next = next();
    }
    nextTick().ifPresent(this::wakeAt);
  }

  private synchronized Optional<Start<V>> next() {
    Instant now = machinery.clock().instant();
    long running = lookups.values().stream().flatMap(each -> each.running().stream()).count();
    return running >= machinery.atOnce()
        ? Optional.empty()
        : lookups.values().stream()
            .filter(lookup -> lookup.isDue(now))
            .min(ORDER)
            .map(lookup -> new Start<>(lookup, lookup.begin(now)));
  }

  private void start(Start<V> start) {
    CompletableFuture.supplyAsync(
            () -> start.run().on(() -> start.query().ask(start.last())), machinery.executor())
        .whenComplete((value, thrown) -> {
          if (thrown == null) {
            found(start, value);
          } else {
            failed(start, failure(start, thrown));
          }
          startDue();
        });
  }

  private LookupFailure failure(Start<V> start, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof LookupFailure expected) {
        return expected;
      }
    }
    if (isWaitedFor(start)) {
      LOG.error("A look-up ended with an error that nobody expected", thrown);
    }
    return new LookupFailure(
        "LookupFailed", "The operator has a fault, and its log says more; please report it");
  }

  private synchronized boolean isWaitedFor(Start<V> start) {
    return start.lookup().isWaitingFor(start.run());
  }

  private void found(Start<V> start, V value) {
    end(
        start,
        () ->
            start
                .lookup()
                .found(value, machinery.clock().instant(), machinery.chance().getAsDouble()));
  }

  private void failed(Start<V> start, LookupFailure failure) {
    end(
        start,
        () ->
            start
                .lookup()
                .failed(failure, machinery.clock().instant(), machinery.chance().getAsDouble()));
  }

  private void end(Start<V> start, Supplier<Set<ResourceID>> ending) {
    Set<ResourceID> concerned;
    synchronized (this) {
      concerned = isWaitedFor(start) ? ending.get() : Set.of();
    }
    if (!concerned.isEmpty()) {
      listener().ifPresent(who -> who.changed(concerned));
    }
  }

  private synchronized Optional<Instant> nextTick() {
    Instant now = machinery.clock().instant();
    Stream<Instant> deadlines =
        lookups.values().stream()
            .flatMap(lookup -> lookup.running().stream())
            .map(run -> run.startedAt().plus(machinery.patience()));
    Stream<Instant> dues =
        lookups.values().stream()
            .filter(lookup -> lookup.running().isEmpty())
            .flatMap(lookup -> lookup.progress().due().stream())
            .filter(due -> due.isAfter(now));
    return Stream.concat(deadlines, dues).min(Comparator.naturalOrder());
  }

  private synchronized Optional<NewsListener> listener() {
    return listener;
  }

  private void wakeAt(Instant time) {
    listener().ifPresent(who -> who.wakeAt(time));
  }
}

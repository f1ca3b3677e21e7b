package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One look-up and the services that share it. Not safe for threads: {@link Lookups} sees to that.
 *
 * @param <V> the answer
 */
final class SharedLookup<V> {

  private final double rank;
  private final Set<ResourceID> services = new HashSet<>();
  private Asking<?, V> asking;
  private Progress<V> progress;
  private Optional<Run> running = Optional.empty();
  private boolean again;

  /**
   * A look-up that is due at once.
   *
   * @param rank its place among those that are due at the same time
   */
  SharedLookup(Asking<?, V> asking, Instant now, double rank) {
    this.asking = asking;
    this.progress = Progress.start(asking.known(), now);
    this.rank = rank;
  }

  double rank() {
    return rank;
  }

  Progress<V> progress() {
    return progress;
  }

  Optional<Run> running() {
    return running;
  }

  boolean isDue(Instant now) {
    return running.isEmpty() && progress.isDue(now);
  }

  /** A service wants to know; how it asks is how all ask from now on. */
  void join(ResourceID service, Asking<?, V> newest, Instant now) {
    boolean otherCircumstances = !asking.circumstances().equals(newest.circumstances());
    boolean sooner = newest.interval().filter(this::isShorter).isPresent();
    services.add(service);
    asking = newest;
    if (otherCircumstances && progress.failures() > 0) {
      hurry(now);
    } else if (sooner) {
      progress = progress.noLaterThan(now.plus(newest.interval().orElseThrow()));
    }
  }

  private boolean isShorter(Duration interval) {
    return asking.interval().filter(before -> interval.compareTo(before) < 0).isPresent();
  }

  /** Whether nobody is left. */
  boolean leave(ResourceID service) {
    services.remove(service);
    return services.isEmpty();
  }

  /** One that runs may have asked too early, and is followed by another. */
  void hurry(Instant now) {
    progress = progress.noLaterThan(now);
    again = running.isPresent();
  }

  Run begin(Instant now) {
    Run run = new Run(now);
    running = Optional.of(run);
    again = false;
    return run;
  }

  /** Whether it is this run that is waited for; one that was given up may still come to an end. */
  boolean isWaitingFor(Run run) {
    return running.filter(run::equals).isPresent();
  }

  Set<ResourceID> found(V value, Instant now, double chance) {
    Optional<Instant> next =
        asking.interval().map(interval -> now.plus(new Pace(interval).afterSuccess(chance)));
    return end(progress.found(value, now, next), now);
  }

  Set<ResourceID> failed(LookupFailure failure, Instant now, double chance) {
    Pace pace = new Pace(asking.interval().orElse(Duration.ZERO));
    Instant next = now.plus(pace.afterFailures(progress.failures() + 1, chance));
    return end(progress.failed(failure, now, next), now);
  }

  /** Who is to be told. */
  private Set<ResourceID> end(Progress<V> after, Instant now) {
    boolean news = after.isNewsAfter(progress);
    running = Optional.empty();
    progress = again ? after.noLaterThan(now) : after;
    again = false;
    return news ? Set.copyOf(services) : Set.of();
  }

  void abandon() {
    running.ifPresent(Run::interrupt);
    running = Optional.empty();
    services.clear();
  }

  Asking.Query<V> query() {
    return asking.query();
  }
}

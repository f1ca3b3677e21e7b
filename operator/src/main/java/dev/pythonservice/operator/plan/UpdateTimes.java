package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.UpdatesState;
import dev.pythonservice.api.v1alpha1.Updates;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.time.Instant;
import java.util.Optional;

/**
 * When updates are looked for.
 *
 * @param schedule the schedule with its time zone, as the status has it; empty without one
 * @param times its times; absent without a schedule, or in a time zone that nobody knows
 * @param next the next of them, which may have passed already
 * @param asked the value of the annotation, if nobody has followed it yet
 * @param now what time it is
 */
record UpdateTimes(
    String schedule,
    Optional<CronSchedule> times,
    Optional<Instant> next,
    Optional<String> asked,
    Instant now) {

  private static final String USUAL_ZONE = "Etc/UTC";

  /** As long as a status holds it. */
  private static final int LONGEST_VALUE = 1024;

  static UpdateTimes of(WithPlatform inputs, Updates updates, Instant now) {
    Optional<UpdatesState> before = inputs.status().map(PythonServiceStatus::updates);
    String zone = Optional.ofNullable(updates.timeZone()).orElse(USUAL_ZONE);
    Optional<String> written = Optional.ofNullable(updates.schedule());
    String schedule = written.map(text -> text + " " + zone).orElse("");
    Optional<CronSchedule> times = written.flatMap(text -> CronSchedule.of(text, zone));
    return new UpdateTimes(
        schedule,
        times,
        before
            .filter(state -> schedule.equals(state.schedule()))
            .map(UpdatesState::nextRunAt)
            .or(() -> times.flatMap(all -> all.after(now))),
        Optional.ofNullable(inputs.object().getMetadata().getAnnotations())
            .map(annotations -> annotations.get(UpdateDecisions.UPDATE))
            .filter(value -> !value.isBlank())
            .map(value -> value.substring(0, Math.min(value.length(), LONGEST_VALUE)))
            .filter(value -> before.map(UpdatesState::requested).filter(value::equals).isEmpty()),
        now);
  }

  /** What asks for a look now; empty when nothing does. */
  Optional<String> trigger() {
    return asked.or(() -> due().map(Instant::toString));
  }

  /** When the one comes that is not followed yet, after a look or without one. */
  Optional<Instant> following(boolean isLooking) {
    return isLooking && due().isPresent() ? times.flatMap(all -> all.after(now)) : next;
  }

  private Optional<Instant> due() {
    return next.filter(time -> !time.isAfter(now));
  }
}

package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.request.Policy.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * How old a file must be, by the time when its index got it, as uv's {@code exclude-newer}: it must
 * have been there before. A file of the project itself has no such time, and needs none.
 *
 * @param days how old, in days
 * @param now what time it is
 */
record ReleaseAgeRule(int days, Instant now) implements Rule {

  private static final String NAME = "minimumReleaseAgeDays";

  @Override
  public Stream<Violation> violations(PackageFacts facts) {
    if (days == 0 || facts.own() || facts.origin() == Origin.PATH) {
      return Stream.empty();
    }
    Instant last = now.minus(Duration.ofDays(days));
    return facts
        .uploaded()
        .map(uploaded ->
            uploaded.isBefore(last)
                ? Stream.<Violation>empty()
                : Stream.of(tooNew(facts, uploaded)))
        .orElseGet(() -> Stream.of(unknown(facts)));
  }

  private Violation tooNew(PackageFacts facts, Instant uploaded) {
    return Violation.of(
        facts,
        NAME,
        "%s was published at %s, and must be %d days old"
            .formatted(facts.fileName(), uploaded.truncatedTo(ChronoUnit.SECONDS), days),
        "lock an older version, such as with 'uv lock --exclude-newer \"%d days\"', or build again from %s on"
            .formatted(days, uploaded.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS)));
  }

  private Violation unknown(PackageFacts facts) {
    return Violation.of(
        facts,
        NAME,
        "nobody says when %s was published, and it must be %d days old"
            .formatted(facts.fileName().isEmpty() ? "it" : facts.fileName(), days),
        facts.origin() == Origin.INDEX
            ? "lock again with a current uv and an index that gives upload times (PEP 700)"
            : "lock it from an index");
  }
}

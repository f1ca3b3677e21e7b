package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The options that a {@code uv.lock} says it was made with. Those of one run, such as the age that
 * packages must have, would make the lock stale wherever they are not given again.
 *
 * @param lock the lock whose options count
 */
record LockOptions(String lock) {

  private static final String TABLE = "[options";

  /** Another lock with these options in place of its own. */
  String in(String other) {
    List<String> rest = lines(other, false);
    int first = 0;
    while (first < rest.size() && !rest.get(first).startsWith("[")) {
      first++;
    }
    return joined(rest.subList(0, first))
        + joined(lines(lock, true))
        + joined(rest.subList(first, rest.size()));
  }

  /** Until when packages may have been published that the project itself allows. */
  Instant before(Instant now, Toml toml) {
    JsonNode options = toml.parse(joined(lines(lock, true)), "uv.lock").path("options");
    String span = options.path("exclude-newer-span").asString("");
    String time = options.path("exclude-newer").asString("");
    try {
      if (!span.isEmpty()) {
        return span.contains("T")
            ? now.minus(Duration.parse(span))
            : now.atZone(ZoneOffset.UTC).minus(Period.parse(span)).toInstant();
      }
      return time.isEmpty() ? Instant.MAX : Instant.parse(time);
    } catch (DateTimeParseException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "uv.lock was made with exclude-newer %s%s, which is no time; write it in [tool.uv] as \"7 days\" or as 2026-01-31T00:00:00Z, and lock again"
              .formatted(time, span));
    }
  }

  private static List<String> lines(String text, boolean ofOptions) {
    List<String> lines = new ArrayList<>();
    boolean within = false;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      within = line.startsWith("[") ? line.startsWith(TABLE) : within;
      if (within == ofOptions) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}

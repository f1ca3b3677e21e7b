package dev.pythonservice.operator.plan;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of a schedule in cron syntax, as the controller of CronJobs has it ({@code
 * github.com/robfig/cron/v3}): five fields, macros, and {@code @every}.
 *
 * @param fields minute, hour, day of month, month, day of week
 * @param every the rest between two times; zero where the fields count
 * @param zone the time zone of the fields
 */
record CronSchedule(List<Field> fields, Duration every, ZoneId zone) {

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final String EVERY = "@every ";
  private static final Pattern PART = Pattern.compile("(\\d+)([hms])");

  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /** The 29th of February comes at least once in eight years. */
  private static final int LONGEST_DAYS = 8 * 366;

  CronSchedule {
    fields = List.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param values the values that it names
   * @param isAny whether it names all of them by a star
   */
  record Field(BitSet values, boolean isAny) {

    boolean has(int value) {
      return values.get(value);
    }
  }

  /**
   * Reads a schedule.
   *
   * @param text a schedule that the API server took
   * @param zone the name of a time zone
   * @return empty when nobody knows the time zone
   */
  static Optional<CronSchedule> of(String text, String zone) {
    try {
      ZoneId known = ZoneId.of(zone);
      if (text.startsWith(EVERY)) {
        return Optional.of(
            new CronSchedule(List.of(), duration(text.substring(EVERY.length())), known));
      }
      String[] words = MACROS.getOrDefault(text, text).strip().split(" +");
      return Optional.of(
          new CronSchedule(
              List.of(
                  field(words[0], 0, 59, List.of()),
                  field(words[1], 0, 23, List.of()),
                  field(words[2], 1, 31, List.of()),
                  field(words[3], 1, 12, MONTHS),
                  field(words[4], 0, 6, DAYS)),
              Duration.ZERO,
              known));
    } catch (DateTimeException exception) {
      return Optional.empty();
    }
  }

  /** The first time after another one; empty where there is none, as on the 31st of February. */
  Optional<Instant> after(Instant time) {
    if (fields.isEmpty()) {
      return Optional.of(time.plus(every.isZero() ? Duration.ofSeconds(1) : every));
    }
    ZonedDateTime from = time.atZone(zone).withSecond(0).withNano(0).plusMinutes(1);
    for (int days = 0; days <= LONGEST_DAYS; days++) {
      LocalDate day = from.toLocalDate().plusDays(days);
      if (isOn(day)) {
        Optional<Instant> first = first(day, from.toInstant());
        if (first.isPresent()) {
          return first;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> first(LocalDate day, Instant from) {
    for (int hour = 0; hour < 24; hour++) {
      for (int minute = 0; fields.get(1).has(hour) && minute < 60; minute++) {
        if (fields.get(0).has(minute)) {
          Instant time = day.atTime(hour, minute).atZone(zone).toInstant();
          if (!time.isBefore(from)) {
            return Optional.of(time);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Where both days are restricted, one of them will do (crontab(5)). */
  private boolean isOn(LocalDate day) {
    Field ofMonth = fields.get(2);
    Field ofWeek = fields.get(4);
    boolean inMonth = ofMonth.has(day.getDayOfMonth());
    boolean inWeek = ofWeek.has(day.getDayOfWeek().getValue() % 7);
    boolean isDay = ofMonth.isAny() || ofWeek.isAny() ? inMonth && inWeek : inMonth || inWeek;
    return isDay && fields.get(3).has(day.getMonthValue());
  }

  private static Field field(String text, int lowest, int highest, List<String> names) {
    BitSet values = new BitSet();
    boolean isAny = false;
    for (String part : text.split(",")) {
      String[] range = part.split("/", 2);
      int step = range.length == 2 ? Integer.parseInt(range[1]) : 1;
      boolean isStar = range[0].equals("*") || range[0].equals("?");
      String[] ends = range[0].split("-", 2);
      int first = isStar ? lowest : value(ends[0], names);
      int last =
          isStar || (ends.length == 1 && range.length == 2)
              ? highest
              : value(ends[ends.length - 1], names);
      for (int value = first; value <= last; value += step) {
        values.set(value);
      }
      isAny |= isStar;
    }
    return new Field(values, isAny);
  }

  private static int value(String text, List<String> names) {
    int named = names.indexOf(text.toLowerCase(Locale.ROOT));
    return named >= 0 && !text.isEmpty() ? named : Integer.parseInt(text);
  }

  private static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
              });
    }
    return sum;
  }
}

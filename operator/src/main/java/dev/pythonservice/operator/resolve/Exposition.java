package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.Histogram;
import dev.pythonservice.operator.plan.PodSample;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container says of itself in Prometheus' text format. Of all that it says only the few
 * series that are looked for are kept, and only so much is read: our own series come first, and
 * what an application adds, be it a million series, costs no memory.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
final class Exposition {

  /** A histogram, and a counter by class of status. */
  static final String DURATION = "pythonservice_http_server_request_duration_seconds";

  static final String CPU = "pythonservice_process_cpu_seconds_total";
  static final String MEMORY = "pythonservice_process_resident_memory_bytes";
  static final String COLD_START = "pythonservice_cold_start_seconds";

  /** More is not read. */
  private static final long MOST_BYTES = 1L << 20;

  private static final int LONGEST_LINE = 1024;

  private static final Pattern SERIES =
      Pattern.compile("([a-z_]+)(?:\\{([^}]*)})? ([0-9.eE+-]+|\\+Inf|NaN)(?: \\d+)?");

  private static final Pattern BOUND = Pattern.compile("(?:^|,)le=\"([^\"]+)\"");
  private static final Pattern SERVER_ERROR = Pattern.compile("(?:^|,)status_class=\"5xx\"");

  private final TreeMap<Double, Long> buckets = new TreeMap<>();
  private long serverErrors;
  private double cpuSeconds;
  private double residentBytes;
  private Optional<Double> coldStart = Optional.empty();

  private Exposition() {}

  /**
   * Reads what a container says.
   *
   * @throws IOException when it cannot be read
   */
  static PodSample read(InputStream content) throws IOException {
    Exposition exposition = new Exposition();
    InputStream buffered = new BufferedInputStream(content);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long read = 0;
    for (int next = buffered.read(); next >= 0 && read < MOST_BYTES; next = buffered.read()) {
      read++;
      if (next == '\n') {
        exposition.take(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (line.size() < LONGEST_LINE) {
        line.write(next);
      }
    }
    return exposition.sample();
  }

  private PodSample sample() {
    return new PodSample(
        Histogram.ofCumulative(buckets), serverErrors, cpuSeconds, (long) residentBytes, coldStart);
  }

  private void take(String line) {
    if (line.startsWith(DURATION)
        || line.startsWith(CPU)
        || line.startsWith(MEMORY)
        || line.startsWith(COLD_START)) {
      Matcher series = SERIES.matcher(line);
      if (series.matches()) {
        take(series.group(1), Optional.ofNullable(series.group(2)).orElse(""), series.group(3));
      }
    }
  }

  private void take(String name, String labels, String text) {
    double value = number(text);
    if (!Double.isFinite(value) || value < 0) {
      return;
    }
    switch (name) {
      case DURATION + "_bucket" -> bucket(labels, (long) value);
      case DURATION + "_count" -> serverErrors += isServerError(labels) ? (long) value : 0;
      case CPU -> cpuSeconds += value;
      case MEMORY -> residentBytes += value;
      case COLD_START -> coldStart = Optional.of(value);
      default -> {
        // Another of the same family.
      }
    }
  }

  private void bucket(String labels, long count) {
    Matcher bound = BOUND.matcher(labels);
    if (bound.find()) {
      double upper = number(bound.group(1));
      if (!Double.isNaN(upper)) {
        buckets.merge(upper, count, Long::sum);
      }
    }
  }

  private static boolean isServerError(String labels) {
    return SERVER_ERROR.matcher(labels).find();
  }

  private static double number(String text) {
    try {
      return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException nonsense) {
      return Double.NaN;
    }
  }
}

package dev.pythonservice.e2e.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Metrics in Prometheus' text format.
 *
 * @param series values by name with labels, as they are written
 */
public record Metrics(Map<String, Double> series) {

  private static final String DURATION = "pythonservice_http_server_request_duration_seconds";

  /** Reads them; a line that is none is an error. */
  public static Metrics of(String text) {
    Map<String, Double> series = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          Double before =
              series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
          if (before != null) {
            throw new IllegalArgumentException("There twice: " + line);
          }
        });
    return new Metrics(series);
  }

  /** A value; 0 where there is none. */
  public double value(String name) {
    return series.getOrDefault(name, 0.0);
  }

  /** Requests that were answered with a class of status. */
  public long requests(String statusClass) {
    return (long) value("%s_count{status_class=\"%s\"}".formatted(DURATION, statusClass));
  }

  /**
   * A quantile of the time that answers of a class took, in seconds, as Prometheus'
   * histogram_quantile has it: within a bucket by straight line.
   */
  public double quantile(double share, String statusClass) {
    SortedMap<Double, Double> buckets = new TreeMap<>();
    String start = "%s_bucket{status_class=\"%s\",le=\"".formatted(DURATION, statusClass);
    series.forEach((name, count) -> {
      if (name.startsWith(start)) {
        String bound = name.substring(start.length(), name.length() - 2);
        buckets.put(bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(bound), count);
      }
    });
    double rank = share * requests(statusClass);
    double lower = 0;
    double below = 0;
    for (var bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank) {
        return lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return lower;
  }
}

package dev.pythonservice.e2e.operator;

/**
 * What an operator answers at {@code /q/metrics}.
 *
 * @param text the answer, in Prometheus' text format
 */
public record Metrics(String text) {

  /** The sum of a metric over all its labels; 0 when it is not there. */
  public double sum(String name, String label) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}

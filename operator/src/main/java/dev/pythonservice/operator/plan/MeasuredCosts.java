package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What pods were measured to cost on each architecture they ran on.
 *
 * @param unit what the costs are for
 * @param currency their currency
 * @param measurements by architecture
 */
public record MeasuredCosts(
    Unit unit, String currency, Map<Architecture, Measurement> measurements) {

  public MeasuredCosts {
    measurements = Map.copyOf(measurements);
  }

  /** What a cost is for. */
  public enum Unit {
    /** A million requests to servers. */
    MILLION_REQUESTS("a million requests cost", 10_000, Duration.ofHours(1)),
    /** A run of a job. */
    RUN("a run costs", 5, Duration.ZERO);

    private final String spelled;
    private final long leastSamples;
    private final Duration leastTime;

    Unit(String spelled, long leastSamples, Duration leastTime) {
      this.spelled = spelled;
      this.leastSamples = leastSamples;
      this.leastTime = leastTime;
    }

    String spelled() {
      return spelled;
    }
  }

  /**
   * A measurement on one architecture.
   *
   * @param cost of a unit
   * @param samples how many requests or runs it is made of
   * @param time how long pods were watched for it
   */
  public record Measurement(BigDecimal cost, long samples, Duration time) {}

  /** The cost on all architectures together, as samples were taken; above zero. */
  Optional<BigDecimal> together() {
    long samples = measurements.values().stream().mapToLong(Measurement::samples).sum();
    return Optional.of(
            measurements.values().stream()
                .map(each -> each.cost().multiply(BigDecimal.valueOf(each.samples())))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .filter(sum -> samples > 0 && sum.signum() > 0)
        .map(sum -> sum.divide(BigDecimal.valueOf(samples), MathContext.DECIMAL64));
  }

  /** The cost on an architecture, for people; once there are enough samples to say something. */
  Optional<String> spelledOn(Architecture architecture) {
    return Optional.ofNullable(measurements.get(architecture))
        .filter(measurement -> measurement.samples() >= ReleaseFigures.SOUND)
        .map(measurement -> spelled(measurement.cost()));
  }

  /** An amount for people, with two significant digits: {@code 0.42 EUR}. */
  String spelled(BigDecimal amount) {
    return amount.round(new MathContext(2)).stripTrailingZeros().toPlainString() + " " + currency;
  }

  /** Whether a choice may rest on what was measured on an architecture. */
  boolean isSoundOn(Architecture architecture) {
    return Optional.ofNullable(measurements.get(architecture)).filter(this::isSound).isPresent();
  }

  /**
   * Whether a choice may rest on it: an hour of 10,000 requests, or five runs. Fewer requests, or a
   * shorter time, are one user's afternoon or a cold start.
   */
  boolean isSound(Measurement measurement) {
    return measurement.cost().signum() > 0
        && measurement.samples() >= unit.leastSamples
        && measurement.time().compareTo(unit.leastTime) >= 0;
  }
}

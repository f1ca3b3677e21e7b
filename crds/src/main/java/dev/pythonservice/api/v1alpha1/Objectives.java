package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of the service. Nothing is enforced: what is missed is reported in the condition
 * {@code Performance}.
 *
 * @param latencyMilliseconds Response times, by percentile.
 * @param errorsPerMillion Responses with a status of 500 or above, per million. Example: {@code
 *     1000} for 0.1 %.
 * @param coldStartMilliseconds Time from the start of a container to the first successful answer,
 *     in milliseconds.
 * @param costPerMillionRequests Price of a million requests, in the currency of the platform's
 *     prices, as a decimal number in quotes. Example: {@code "0.35"}.
 * @param regressionPercent How much worse than the release before a figure may be, in percent.
 *     Default: 10.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.costPerMillionRequests) || self.costPerMillionRequests.matches("
            + Rules.POSITIVE_DECIMAL
            + ")",
    fieldPath = ".costPerMillionRequests",
    message =
        "costPerMillionRequests must be a decimal number above zero in quotes, such as \"0.35\"")
public record Objectives(
    @Nullable Latency latencyMilliseconds,
    @Nullable @Min(0) @Max(1000000) Integer errorsPerMillion,
    @Nullable @Min(1) @Max(3600000) Integer coldStartMilliseconds,
    @Nullable @Size(max = 32) String costPerMillionRequests,
    @Nullable @Min(1) @Max(1000) Integer regressionPercent) {

  /**
   * Response times, in milliseconds, that a share of the requests does not exceed.
   *
   * @param p50 Half of the requests. Example: {@code 20}.
   * @param p95 95 % of the requests. Example: {@code 80}.
   * @param p99 99 % of the requests. Example: {@code 250}.
   */
  @ApiObject
  @ValidationRule(
      value =
          "(!has(self.p50) || !has(self.p95) || self.p50 <= self.p95) && (!has(self.p95) ||"
              + " !has(self.p99) || self.p95 <= self.p99) && (!has(self.p50) || !has(self.p99) ||"
              + " self.p50 <= self.p99)",
      message =
          "latencyMilliseconds must not fall from p50 to p95 to p99: a higher percentile is never"
              + " faster")
  public record Latency(
      @Nullable @Min(1) @Max(3600000) Integer p50,
      @Nullable @Min(1) @Max(3600000) Integer p95,
      @Nullable @Min(1) @Max(3600000) Integer p99) {}
}

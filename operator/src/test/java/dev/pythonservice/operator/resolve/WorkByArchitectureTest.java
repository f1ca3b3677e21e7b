package dev.pythonservice.operator.resolve;

import static dev.pythonservice.api.v1alpha1.Architecture.AMD64;
import static dev.pythonservice.api.v1alpha1.Architecture.ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.Histogram;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What pods do on an architecture")
final class WorkByArchitectureTest {

  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

  private final WorkByArchitecture work = new WorkByArchitecture();

  @Test
  @DisplayName("is counted apart, with those that are gone, for as long as they are watched")
  void isCountedApart() {
    // given
    MeasuredPod here = pod("a", Optional.of(AMD64));
    MeasuredPod there = pod("b", Optional.of(ARM64));
    MeasuredPod nowhere = pod("c", Optional.empty());
    work.after(Map.of(here, sample(100, 0.1), nowhere, sample(7, 1)), List.of(here, nowhere), NOW);

    // when
    Map<Architecture, Work> done =
        work.after(Map.of(there, sample(50, 0.2)), List.of(there), NOW.plusSeconds(600));

    // then
    assertThat(done)
        .isEqualTo(
            Map.of(
                AMD64, new Work(100, 1000, Duration.ofMinutes(10)),
                ARM64, new Work(50, 4000, Duration.ZERO)));
  }

  @Test
  @DisplayName("is watched for an hour at most, so that an idle service is no news for ever")
  void isNoNewsForEver() {
    MeasuredPod pod = pod("a", Optional.of(AMD64));
    Map<MeasuredPod, PodSample> samples = Map.of(pod, sample(100, 0.1));
    work.after(samples, List.of(pod), NOW);

    assertThat(work.after(samples, List.of(pod), NOW.plusSeconds(3600)))
        .isEqualTo(work.after(samples, List.of(pod), NOW.plusSeconds(9000)));
  }

  private static MeasuredPod pod(String uid, Optional<Architecture> architecture) {
    return new MeasuredPod(uid, "orders-" + uid, "orders-1", architecture, List.of());
  }

  private static PodSample sample(long requests, double cpuSeconds) {
    return new PodSample(
        Histogram.ofCumulative(
            new TreeMap<>(Map.of(0.1, requests, Double.POSITIVE_INFINITY, requests))),
        0,
        cpuSeconds,
        60L << 20,
        Optional.empty());
  }
}

package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * What a pod's containers count since they started.
 *
 * @param requests how long requests took
 * @param serverErrors how many were answered with a status of 500 or above
 * @param cpuSeconds the processors' time, all workers together
 * @param residentBytes memory at the moment, all workers together
 * @param coldStartSeconds from the start of a container to its first successful answer
 */
public record PodSample(
    Histogram requests,
    long serverErrors,
    double cpuSeconds,
    long residentBytes,
    Optional<Double> coldStartSeconds) {

  /** Nothing counted. */
  public static final PodSample NONE = new PodSample(Histogram.EMPTY, 0, 0, 0, Optional.empty());

  /** What two count together, one of which may be gone: its memory is not counted any more. */
  PodSample plus(PodSample gone) {
    return new PodSample(
        requests.plus(gone.requests),
        serverErrors + gone.serverErrors,
        cpuSeconds + gone.cpuSeconds,
        residentBytes,
        coldStartSeconds.or(gone::coldStartSeconds));
  }

  /** What two containers of a pod count together. */
  public PodSample besides(PodSample other) {
    return new PodSample(
        requests.plus(other.requests),
        serverErrors + other.serverErrors,
        cpuSeconds + other.cpuSeconds,
        residentBytes + other.residentBytes,
        coldStartSeconds.or(other::coldStartSeconds));
  }

  /** Whether it was started anew since another sample: what it counts began again. */
  boolean isBefore(PodSample later) {
    return later.requests.total() >= requests.total() && later.cpuSeconds >= cpuSeconds;
  }
}

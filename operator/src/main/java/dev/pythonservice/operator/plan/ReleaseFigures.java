package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * How a release does.
 *
 * @param build name of its build
 * @param pods of how many pods these are the figures
 * @param requests how many requests they answered
 * @param errorsPerMillion answers with a status of 500 or above, per million
 * @param p50 response time that half of the requests do not exceed, in microseconds
 * @param p95 that 95 % do not exceed
 * @param p99 that 99 % do not exceed
 * @param cpuPerRequest the processors' time for a request, in microseconds
 * @param memory memory of a pod, in bytes
 * @param coldStart from the start of a container to its first successful answer, in milliseconds
 */
public record ReleaseFigures(
    String build,
    int pods,
    long requests,
    Optional<Long> errorsPerMillion,
    Optional<Long> p50,
    Optional<Long> p95,
    Optional<Long> p99,
    Optional<Long> cpuPerRequest,
    Optional<Long> memory,
    Optional<Long> coldStart) {

  /** Below that many requests, chance decides more than the release does. */
  public static final long SOUND = 200;

  /** Whether there are enough requests to say something. */
  public boolean isSound() {
    return requests >= SOUND;
  }
}

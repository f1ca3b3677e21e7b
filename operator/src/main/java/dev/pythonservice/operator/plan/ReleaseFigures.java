package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
 * @param work what its pods did on each architecture, as far as their nodes are known
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
    Optional<Long> coldStart,
    Map<Architecture, Work> work) {

  /** So many significant digits are told. */
  private static final int DIGITS = 2;

  private static final double MICROSECONDS = 1e6;
  private static final double MILLISECONDS = 1e3;
  private static final long MEBIBYTE = 1024L * 1024;

  /** Below that many requests, chance decides more than the release does. */
  public static final long SOUND = 200;

  public ReleaseFigures {
    work = Map.copyOf(work);
  }

  /** Whether there are enough requests to say something. */
  public boolean isSound() {
    return requests >= SOUND;
  }

  /**
   * From what was counted; rounded, so that figures only differ when somebody would care.
   *
   * @param pods of how many pods
   * @param all what they counted together
   * @param memory of a pod on average, in bytes
   * @param coldStart in seconds
   */
  public static ReleaseFigures of(
      String build, int pods, PodSample all, OptionalDouble memory, OptionalDouble coldStart) {
    long requests = all.requests().total();
    return new ReleaseFigures(
        build,
        pods,
        requests,
        requests == 0
            ? Optional.empty()
            : Optional.of(Math.round(MICROSECONDS * all.serverErrors() / requests)),
        rounded(all.requests().quantile(0.5), MICROSECONDS),
        rounded(all.requests().quantile(0.95), MICROSECONDS),
        rounded(all.requests().quantile(0.99), MICROSECONDS),
        requests == 0
            ? Optional.empty()
            : Optional.of(rounded(MICROSECONDS * all.cpuSeconds() / requests)),
        rounded(memory, 1.0 / MEBIBYTE).map(mebibytes -> mebibytes * MEBIBYTE),
        rounded(coldStart, MILLISECONDS),
        Map.of());
  }

  /** The same, with what its pods did on each architecture. */
  public ReleaseFigures with(Map<Architecture, Work> done) {
    return new ReleaseFigures(
        build,
        pods,
        requests,
        errorsPerMillion,
        p50,
        p95,
        p99,
        cpuPerRequest,
        memory,
        coldStart,
        done);
  }

  private static Optional<Long> rounded(OptionalDouble value, double unit) {
    return value.isPresent() ? Optional.of(rounded(value.getAsDouble() * unit)) : Optional.empty();
  }

  static long rounded(double value) {
    return rounded(value, DIGITS);
  }

  /** To so many significant digits. */
  static long rounded(double value, int digits) {
    if (value < 1) {
      return Math.round(value);
    }
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - digits + 1));
    return Math.round(Math.round(value / unit) * unit);
  }
}

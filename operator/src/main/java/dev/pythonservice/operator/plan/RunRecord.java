package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * What the run of a job's command says of itself at its end.
 *
 * @param wallMilliseconds how long the command ran
 * @param cpuMilliseconds CPU time of it and of its own processes
 * @param peakMemoryBytes the most memory that its container used at a time
 * @param rows what it said it worked on; empty where it did not say
 * @param signal the signal that ended it; empty where it ended by itself
 * @param outOfMemory whether the kernel ended one of its processes for want of memory
 */
public record RunRecord(
    long wallMilliseconds,
    long cpuMilliseconds,
    long peakMemoryBytes,
    Optional<Long> rows,
    Optional<Integer> signal,
    boolean outOfMemory) {

  /** Of several partitions of one run: all their work, and the greatest of each bound. */
  RunRecord plus(RunRecord other) {
    return new RunRecord(
        Math.max(wallMilliseconds, other.wallMilliseconds),
        cpuMilliseconds + other.cpuMilliseconds,
        Math.max(peakMemoryBytes, other.peakMemoryBytes),
        rows.isPresent() || other.rows.isPresent()
            ? Optional.of(rows.orElse(0L) + other.rows.orElse(0L))
            : Optional.empty(),
        signal.or(() -> other.signal),
        outOfMemory || other.outOfMemory);
  }
}

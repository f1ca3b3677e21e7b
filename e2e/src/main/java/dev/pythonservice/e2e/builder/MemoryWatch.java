package dev.pythonservice.e2e.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;

/**
 * Looks fifty times a second at what a process and all that it started hold in main memory. The sum
 * counts pages that processes share once for each, so it is an upper bound; a process' own
 * high-water mark (VmHWM in proc_pid_status(5)) keeps peaks between two looks from being missed.
 */
final class MemoryWatch implements AutoCloseable {

  private static final long PACE_MILLISECONDS = 20;
  private static final String HIGH_WATER_MARK = "VmHWM:";
  private static final long KIB = 1024;

  private final ProcessHandle process;
  private final LongAccumulator peak = new LongAccumulator(Math::max, 0);
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

  private MemoryWatch(ProcessHandle process) {
    this.process = process;
  }

  static MemoryWatch of(ProcessHandle process) {
    MemoryWatch watch = new MemoryWatch(process);
    var _ =
        watch.looks.scheduleAtFixedRate(watch::look, 0, PACE_MILLISECONDS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** The highest sum so far, in bytes. */
  long peak() {
    return peak.get();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void look() {
    peak.accumulate(
        Stream.concat(Stream.of(process), process.descendants())
            .mapToLong(MemoryWatch::highWaterMark)
            .sum());
  }

  /** In bytes; 0 for a process that has just ended. */
  private static long highWaterMark(ProcessHandle handle) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(handle.pid()), "status")).stream()
          .filter(line -> line.startsWith(HIGH_WATER_MARK))
          .mapToLong(MemoryWatch::kibibytes)
          .map(amount -> amount * KIB)
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }

  /** Of a line such as {@code VmHWM: 61788 kB}. */
  private static long kibibytes(String line) {
    String amount = line.substring(HIGH_WATER_MARK.length()).strip();
    return Long.parseLong(amount.substring(0, amount.indexOf(' ')));
  }
}

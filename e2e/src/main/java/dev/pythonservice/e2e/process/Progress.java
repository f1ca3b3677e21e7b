package dev.pythonservice.e2e.process;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says what is being done, with the seconds since the start. */
@FunctionalInterface
public interface Progress {

  /** Says one thing, a short sentence without a full stop. */
  void say(String what);

  /** Progress as lines such as {@code [ 3.2 s] kube-apiserver answers}. */
  static Progress onto(PrintStream stream, Clock clock) {
    Instant start = clock.instant();
    return what -> {
      Duration elapsed = Duration.between(start, clock.instant());
      stream.printf("[%5.1f s] %s%n", elapsed.toMillis() / 1000.0, what);
      stream.flush();
    };
  }

  /** Progress that nobody reads. */
  static Progress silent() {
    return what -> {};
  }
}

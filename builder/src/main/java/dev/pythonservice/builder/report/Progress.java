package dev.pythonservice.builder.report;

import java.io.PrintWriter;
import java.time.InstantSource;

/** Says what is being done, with the seconds since the start. */
@FunctionalInterface
public interface Progress {

  /** Says one thing, a short sentence without a full stop. */
  void say(String what);

  /** Progress as lines such as {@code [ 3.2 s] orjson 3.13.0 is downloaded}. */
  static Progress onto(PrintWriter writer, InstantSource clock) {
    long start = clock.millis();
    return what -> {
      synchronized (writer) {
        writer.printf("[%5.1f s] %s%n", (clock.millis() - start) / 1000.0, what);
        writer.flush();
      }
    };
  }

  /** Progress that nobody reads. */
  static Progress silent() {
    return what -> {};
  }
}

package dev.pythonservice.builder.process;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What uv's standard error means: whose turn it is, in one sentence. */
final class UvFailures {

  /** Parts of uv's messages, in lower case, when an index or file server is out of reach. */
  private static final List<String> NETWORK =
      List.of(
          "error sending request",
          "client error (connect)",
          "dns error",
          "connection refused",
          "connection reset",
          "connection closed",
          "operation timed out",
          "request timed out",
          "broken pipe",
          "http status server error",
          "429 too many requests",
          "failed to fetch");

  /** The same for refusals, which no repeat will mend. */
  private static final List<String> REFUSED = List.of("401 unauthorized", "403 forbidden");

  private static final List<String> GONE = List.of("404 not found", "410 gone");

  private static final int LONGEST = 600;

  private UvFailures() {}

  static BuildFailure of(String doing, String error) {
    String message = oneLine(error);
    String lower = message.toLowerCase(Locale.ROOT);
    if (REFUSED.stream().anyMatch(lower::contains)) {
      return new BuildFailure(
          ExitCode.INPUT, "%s: %s; check --credentials for this host".formatted(doing, message));
    }
    if (MachineFailures.isFullDisk(message)) {
      return new BuildFailure(
          ExitCode.MACHINE,
          "%s: %s; make room, or name a folder on a larger disk with --cache"
              .formatted(doing, message));
    }
    if (GONE.stream().anyMatch(lower::contains)) {
      return new BuildFailure(
          ExitCode.INPUT,
          "%s: %s; check the address, and lock again where a file is gone"
              .formatted(doing, message));
    }
    boolean network = NETWORK.stream().anyMatch(lower::contains);
    return new BuildFailure(
        network ? ExitCode.NETWORK : ExitCode.INPUT, "%s: %s".formatted(doing, message));
  }

  /**
   * The error with its causes; uv's progress and the drawing around a TOML excerpt are left out.
   */
  static String oneLine(String error) {
    int start = Math.max(0, error.indexOf("error: "));
    String message =
        error
            .substring(start)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.matches("[|^ ]+"))
            .map(line -> line.replaceFirst("^(error|cause): ", ""))
            .collect(Collectors.joining("; "));
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }
}

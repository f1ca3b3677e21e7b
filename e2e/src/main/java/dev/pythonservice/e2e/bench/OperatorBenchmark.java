package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.operator.OperatorProcess;
import dev.pythonservice.e2e.operator.OperatorRuntime;
import dev.pythonservice.e2e.operator.OperatorScene;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.ApiServer;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The operator with and without its AOT cache, on an API server of its own with one platform and
 * one service: from the start of the process until it is ready, and what it holds in memory when
 * nothing happens.
 *
 * @param checkout the folder of the checkout
 * @param runtime the operator
 * @param tools etcd and kube-apiserver
 * @param clock the time
 * @param rounds how often each way runs
 */
public record OperatorBenchmark(
    Path checkout, OperatorRuntime runtime, Tools tools, Clock clock, int rounds) {

  private static final long IDLE_SECONDS = 15;
  private static final double MEBIBYTE = 1024;

  /** As in the image: see OperatorImage. */
  private static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  /** Measures both and says each result as a line. */
  public void run(Progress progress, Progress results) {
    try {
      Path work = Files.createTempDirectory("operator-benchmark");
      try (ApiServer server = ApiServer.start(tools, work.resolve("api"), clock)) {
        OperatorScene scene = OperatorScene.prepare(server, checkout);
        scene.fill();
        progress.say("measuring the operator, %d rounds".formatted(rounds));
        results.say(starts(scene, work));
        results.say(atRest(scene, work));
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  private String starts(OperatorScene scene, Path work) {
    try (Running with = new Running(runtime.command(), scene, work.resolve("with.log"));
        Running without =
            new Running(runtime.commandWithoutCache(), scene, work.resolve("without.log"))) {
      return new Comparison(
              new Way("operator ready, AOT cache", without::close, with::start),
              new Way("without", with::close, without::start),
              rounds)
          .measure();
    }
  }

  /** The processor's time is told, too: it says the same on a busy machine as on an idle one. */
  private String atRest(OperatorScene scene, Path work) {
    Rest with = rest(runtime.command(), scene, work.resolve("with.log"));
    Rest without = rest(runtime.commandWithoutCache(), scene, work.resolve("without.log"));
    return String.format(
        Locale.ROOT,
        "operator's processor time until ready, AOT cache: %d ms; without: %d ms; ratio %.2f%n"
            + "operator idle, resident, AOT cache: %.0f MiB; without: %.0f MiB; ratio %.2f",
        with.processorTime().toMillis(),
        without.processorTime().toMillis(),
        (double) with.processorTime().toMillis() / without.processorTime().toMillis(),
        with.resident() / MEBIBYTE,
        without.resident() / MEBIBYTE,
        (double) with.resident() / without.resident());
  }

  /**
   * An operator at rest.
   *
   * @param processorTime what its start took of the processors
   * @param resident its resident set, in KiB
   */
  private record Rest(Duration processorTime, long resident) {}

  private static Rest rest(List<String> command, OperatorScene scene, Path log) {
    try (Running running = new Running(command, scene, log)) {
      running.start();
      Duration processorTime = running.processorTime();
      return new Rest(processorTime, running.residentWhenIdle());
    }
  }

  /** One operator at a time, of one command. */
  private static final class Running implements AutoCloseable {

    /** Resident set size (proc_pid_status(5)), in KiB. */
    private static final String RESIDENT = "VmRSS:";

    private final List<String> command;
    private final OperatorScene scene;
    private final Path log;
    private List<OperatorProcess> processes = List.of();

    Running(List<String> command, OperatorScene scene, Path log) {
      this.command = command;
      this.scene = scene;
      this.log = log;
    }

    void start() {
      processes = List.of(OperatorProcess.start(command, environment(), log));
    }

    private Map<String, String> environment() {
      Map<String, String> environment = new HashMap<>(scene.environment());
      environment.putAll(ENVIRONMENT);
      return environment;
    }

    Duration processorTime() {
      return processes.getFirst().process().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long residentWhenIdle() {
      Process process = processes.getFirst().process();
      try {
        if (process.waitFor(IDLE_SECONDS, TimeUnit.SECONDS)) {
          throw new CommandFailed("The operator ended by itself; its log is " + log);
        }
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))
            .stream()
            .filter(line -> line.startsWith(RESIDENT))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow();
      } catch (IOException problem) {
        throw new UncheckedIOException("The operator's memory cannot be looked at", problem);
      } catch (InterruptedException exception) {
        Thread.currentThread().interrupt();
        throw new CommandFailed("Watching the operator was interrupted");
      }
    }

    @Override
    public void close() {
      processes.forEach(OperatorProcess::stop);
      processes = List.of();
    }
  }
}

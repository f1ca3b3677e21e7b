package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.operator.ManyServices;
import dev.pythonservice.e2e.operator.OperatorProcess;
import dev.pythonservice.e2e.operator.OperatorRuntime;
import dev.pythonservice.e2e.operator.OperatorScene;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.ApiServer;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The operator with many services, on an API server of its own: its memory, the time from an edit
 * to what it writes, what it writes without an edit, and how long it takes after a restart to have
 * looked at all of them.
 *
 * @param checkout the folder of the checkout
 * @param runtime the operator
 * @param tools etcd and kube-apiserver
 * @param clock the time
 * @param services how many services
 */
public record ScaleBenchmark(
    Path checkout, OperatorRuntime runtime, Tools tools, Clock clock, int services) {

  /** The first services make the operator load all of its program, whose memory is not theirs. */
  private static final int FEW = 20;

  private static final int EDITS = 200;
  private static final int LISTS = 5;
  private static final double MEBIBYTE = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Each look at the metrics costs the operator time, which with many services is not little. */
  private static final Duration PACE = Duration.ofMillis(500);

  /** Resident set size (proc_pid_status(5)), in KiB. */
  private static final String RESIDENT = "VmRSS:";

  /** What the old generation has in use, in KiB. */
  private static final Pattern TENURED = Pattern.compile("Tenured +total [0-9]+K, used ([0-9]+)K");

  private static final Goal MEMORY = new Goal(10, " MiB");
  private static final Goal EDIT = new Goal(1000, " ms");
  private static final Goal RESTART = Goal.ratio(2);

  /** The memory limit of the chart's container, which is for 1,000 services, in MiB. */
  private static final int LIMIT = 320;

  /** What {@code docs/operator.md} says of more of them, in MiB. */
  private static final int LIMIT_PER_FURTHER_THOUSAND = 96;

  /** Measures and says each result as a line. */
  public void run(Progress progress, Progress results) {
    try {
      Path work = Files.createTempDirectory("scale-benchmark");
      try (ApiServer server = ApiServer.start(tools, work.resolve("api"), clock);
          KubernetesClient client = server.client()) {
        OperatorScene scene = OperatorScene.prepare(server, checkout);
        Path log = work.resolve("operator.log");
        OperatorProcess operator = start(scene, log);
        ManyServices few = new ManyServices(client, FEW);
        few.start();
        few.make(0);
        few.settle();
        Memory fewer = memory(operator);
        ManyServices many = new ManyServices(client, services);
        progress.say("making %d services".formatted(services));
        many.make(FEW);
        many.settle();
        Memory full = memory(operator);
        double perThousand = (full.live() - fewer.live()) * 1000 / (services - FEW);
        results.say(
            String.format(
                Locale.ROOT,
                "%d services: %.1f MiB of live objects, %.1f with %d; %.1f MiB per 1,000; %s;"
                    + " resident %.0f MiB, %.0f with these, in a container of %d MiB",
                services,
                full.live(),
                fewer.live(),
                FEW,
                perThousand,
                MEMORY.verdict(perThousand),
                full.resident(),
                fewer.resident(),
                limit()));
        results.say(edits(many));
        results.say(restart(many, operator, scene, log, progress));
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  private String edits(ManyServices many) {
    List<Duration> times =
        IntStream.range(0, EDITS)
            .mapToObj(edit -> many.edit(edit * services / EDITS, edit + 1))
            .sorted()
            .toList();
    double p99 = times.get(EDITS * 99 / 100).toNanos() / 1e6;
    return String.format(
        Locale.ROOT,
        "%d services: from an edit to the Deployment's new value: p50 %.0f ms, p99 %.0f ms; %s",
        services,
        times.get(EDITS / 2).toNanos() / 1e6,
        p99,
        EDIT.verdict(p99));
  }

  private String restart(
      ManyServices many,
      OperatorProcess operator,
      OperatorScene scene,
      Path log,
      Progress progress) {
    many.settle();
    String before = many.versions();
    double warm = median(many::list);
    double cold = median(PlainList.command(scene.environment())::run);
    operator.stop();
    progress.say("starting the operator again");
    long begun = System.nanoTime();
    OperatorProcess again = start(scene, log);
    double ready = System.nanoTime() - begun;
    if (!Eventually.within(
        PATIENCE,
        PACE,
        () ->
            again.metric("reconciliations_success_total", "controller_name=\"pythonservice\"")
                >= services)) {
      throw new CommandFailed("The operator has not looked at all services; its log is " + log);
    }
    double drained = System.nanoTime() - begun;
    many.settle();
    String after = many.versions();
    again.stop();
    return String.format(
        Locale.ROOT,
        "%1$d services: a restart has looked at all after %2$.1f s (ready after %3$.1f s), a"
            + " program that lists the same objects and ends takes %4$.1f s; ratio %5$.2f;"
            + " %6$s%n%1$d services: a program that has listed them often takes %7$.1f s; ratio of"
            + " what comes after the start %8$.2f%n%1$d services: objects written without an edit,"
            + " restart included: %9$s",
        services,
        drained / 1e9,
        ready / 1e9,
        cold / 1e9,
        drained / cold,
        RESTART.verdict(drained / cold),
        warm / 1e9,
        (drained - ready) / warm,
        different(before, after));
  }

  private static double median(Runnable work) {
    return IntStream.range(0, LISTS)
        .mapToLong(_ -> timed(work))
        .sorted()
        .skip(LISTS / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Their number, and of which kinds they are. */
  private static String different(String before, String after) {
    Set<String> known = before.lines().collect(Collectors.toSet());
    Map<String, Long> kinds =
        after
            .lines()
            .filter(line -> !known.contains(line))
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(0, line.indexOf('/')),
                    TreeMap::new,
                    Collectors.counting()));
    return kinds.isEmpty() ? "none" : kinds.toString();
  }

  private static long timed(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return System.nanoTime() - begun;
  }

  private int limit() {
    return LIMIT + Math.max(0, services - 1000) * LIMIT_PER_FURTHER_THOUSAND / 1000;
  }

  private OperatorProcess start(OperatorScene scene, Path log) {
    Map<String, String> environment = new HashMap<>(scene.environment());
    // As in the image: see OperatorImage.
    environment.put("MALLOC_ARENA_MAX", "2");
    // Instead of the container's limit, by which the heap is sized.
    environment.put("JAVA_TOOL_OPTIONS", "-XX:MaxRAM=%dm".formatted(limit()));
    return OperatorProcess.start(runtime.command(), environment, log);
  }

  /**
   * What an operator holds, in MiB.
   *
   * @param live objects that are still there after a collection
   * @param resident all of the process's memory
   */
  private record Memory(double live, double resident) {}

  /**
   * After a full collection, which leaves what lives in the old generation. The virtual machine is
   * asked: the operator's own metrics make objects of all services when they are read.
   */
  private static Memory memory(OperatorProcess operator) throws IOException {
    jcmd(operator, "GC.run");
    return new Memory(
        TENURED
                .matcher(jcmd(operator, "GC.heap_info"))
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .findFirst()
                .orElseThrow()
            / MEBIBYTE,
        resident(operator) / MEBIBYTE);
  }

  private static String jcmd(OperatorProcess operator, String request) {
    return Command.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            String.valueOf(operator.process().pid()),
            request)
        .run();
  }

  private static long resident(OperatorProcess operator) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(operator.process().pid()), "status"))
        .stream()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}

package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.measure.EngineCommand;
import dev.pythonservice.e2e.measure.RunningServer;
import dev.pythonservice.e2e.measure.ServiceRoot;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What measuring costs a server: requests per second that it answers, and CPU time that each takes,
 * with and without, in the images of the examples. Both servers of a pair are up at a time and are
 * asked in turn, so that what else the machine does hits both alike. Each pair is started anew:
 * where a process has its data in memory makes it some percent faster or slower for all of its
 * life.
 *
 * @param checkout the folder of the checkout
 * @param runtime the builder
 * @param images the base images
 * @param tools the registry's program and its client
 * @param environment the environment
 * @param rounds how many pairs are measured
 */
public record MeasureBenchmark(
    Path checkout,
    BuilderRuntime runtime,
    BaseImages images,
    Tools tools,
    Map<String, String> environment,
    int rounds) {

  private static final String BASE = "base/python:3.13";
  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(10);

  /** Requests per second with measuring, in proportion to those without. */
  private static final double GOAL = 0.97;

  private static final int WARM_UP_SECONDS = 2;
  private static final int SECONDS = 3;
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern PER_SECOND = Pattern.compile("Requests/sec: +([0-9.]+)");

  /** Measures all and says each result as a line. */
  public void run(Progress progress, Progress results) {
    SystemPackages.of(environment).ensure(Map.of("wrk", "wrk", "unshare", "util-linux"), progress);
    try {
      Path work = Files.createTempDirectory("measure-benchmark");
      try (DistributionRegistry registry =
          DistributionRegistry.start(tools, work.resolve("registry"))) {
        images.publishTo(registry.authority());
        try (ServiceRoot orders = built("orders", registry, work);
            ServiceRoot invoices = built("invoices", registry, work)) {
          progress.say(
              "measuring what measuring costs, %d pairs for each engine".formatted(rounds));
          results.say(
              compared(
                  "FastAPI on Granian",
                  orders,
                  EngineCommand.granian("asgi", "orders.api:app", 1),
                  "/terms",
                  work));
          results.say(
              compared(
                  "FastAPI on Uvicorn",
                  orders,
                  EngineCommand.uvicorn("orders.api:app", 1),
                  "/terms",
                  work));
          results.say(
              compared(
                  "Flask on Gunicorn",
                  invoices,
                  EngineCommand.gunicorn("invoices.web:app", 1),
                  "/invoices",
                  work));
        }
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  private ServiceRoot built(String example, DistributionRegistry registry, Path work)
      throws IOException {
    BuildArguments arguments =
        BuildArguments.of(checkout.resolve("examples").resolve(example), registry.authority(), BASE)
            .cachedIn(work.resolve("cache"))
            .below(example);
    String image =
        BuilderProgram.in(work, runtime)
            .within(BUILD_DEADLINE)
            .succeed(arguments.words(runtime))
            .strip();
    return ServiceRoot.unpack(tools.path(Tool.CRANE), image, work.resolve(example));
  }

  private String compared(
      String name, ServiceRoot root, EngineCommand engine, String path, Path work)
      throws IOException {
    List<Double> perSecond = new ArrayList<>();
    List<Double> measuredCpu = new ArrayList<>();
    List<Double> bareCpu = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (RunningServer with =
              RunningServer.start(root, engine, true, 1, path, work.resolve("with.log"));
          RunningServer without =
              RunningServer.start(root, engine, false, 1, path, work.resolve("without.log"))) {
        load(with, path, WARM_UP_SECONDS);
        load(without, path, WARM_UP_SECONDS);
        // Who is first changes, so that a machine that slows down favours neither.
        boolean measuredFirst = round % 2 == 0;
        Load first = load(measuredFirst ? with : without, path, SECONDS);
        Load second = load(measuredFirst ? without : with, path, SECONDS);
        Load measured = measuredFirst ? first : second;
        Load bare = measuredFirst ? second : first;
        perSecond.add(measured.perSecond() / bare.perSecond());
        measuredCpu.add(measured.cpuPerRequest());
        bareCpu.add(bare.cpuPerRequest());
      }
    }
    double ratio = quantile(perSecond, 0.5);
    return String.format(
        Locale.ROOT,
        "%s, requests per second measured to bare: ratio %.3f (%.3f to %.3f), goal %.2f: %s;"
            + " CPU time for each request: ratio %.3f, of the least %.3f",
        name,
        ratio,
        quantile(perSecond, 0.25),
        quantile(perSecond, 0.75),
        GOAL,
        ratio >= GOAL ? "reached" : "missed",
        quantile(measuredCpu, 0.5) / quantile(bareCpu, 0.5),
        // Others on the machine make a request dearer and never cheaper.
        Collections.min(measuredCpu) / Collections.min(bareCpu));
  }

  /**
   * What a server did under load.
   *
   * @param perSecond requests that it answered in a second
   * @param cpuPerRequest CPU seconds that each took
   */
  private record Load(double perSecond, double cpuPerRequest) {}

  private static Load load(RunningServer server, String path, int seconds) {
    Duration before = server.cpu();
    String said =
        Command.of(
                "wrk",
                "--threads=1",
                "--connections=16",
                "--duration=%ds".formatted(seconds),
                "http://127.0.0.1:%d%s".formatted(server.port(), path))
            .run();
    double cpu = server.cpu().minus(before).toNanos() / 1e9;
    return new Load(number(PER_SECOND, said), cpu / number(REQUESTS, said));
  }

  private static double number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find() || text.contains("Non-2xx")) {
      throw new IllegalStateException("wrk said: " + text);
    }
    return Double.parseDouble(found.group(1));
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round((sorted.size() - 1) * share));
  }
}

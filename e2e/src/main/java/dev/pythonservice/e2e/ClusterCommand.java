package dev.pythonservice.e2e;

import dev.pythonservice.e2e.bench.Benchmarks;
import dev.pythonservice.e2e.bench.ServiceBenchmark;
import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.charts.InstallationFiles;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the cluster, as the Makefile calls it. */
@Command(
    name = "cluster",
    description = "A real Kubernetes to live in. CLUSTER=existing|k3s|local chooses which one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand {

  /** Whatever Testcontainers has to complain about comes as an exception, too. */
  private static final Logger TESTCONTAINERS = Logger.getLogger("org.testcontainers");

  private static final int BUILDER_ROUNDS = 10;
  private static final int OPERATOR_ROUNDS = 5;
  private static final int SERVICE_ROUNDS = 7;
  private static final int MEASURE_ROUNDS = 10;

  private final Surroundings surroundings;
  private final Progress progress;

  private ClusterCommand(Surroundings surroundings, Progress progress) {
    this.surroundings = surroundings;
    this.progress = progress;
  }

  /** Runs one command; exits with 0, with 1 after a problem, with 2 after a wrong command line. */
  public static void main(String[] arguments) {
    // Libraries' talk would bury the progress; the root logger is held for ever, so this stays.
    Logger.getLogger("").setLevel(Level.SEVERE);
    TESTCONTAINERS.setLevel(Level.OFF);
    Map<String, String> environment = System.getenv();
    Progress progress = Progress.onto(System.err, Clock.systemUTC());
    ClusterCommand command =
        new ClusterCommand(Surroundings.of(environment, Clock.systemUTC()), progress);
    System.exit(run(command, arguments));
  }

  private static int run(ClusterCommand command, String... arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler((exception, commandLine, parsed) -> {
          if (exception instanceof ClusterProblem problem) {
            commandLine.getErr().println("Error: " + exception.getMessage() + ".");
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw exception;
        })
        .execute(arguments);
  }

  @Command(name = "up", description = "Bring the cluster up, or find it running.")
  void up() {
    surroundings.up(progress);
    progress.say(
        "To use the cluster from this shell: eval \"$(make --silent cluster-environment)\"");
  }

  @Command(name = "down", description = "Take the cluster down and leave nothing of it.")
  void down() {
    surroundings.provider().down(progress);
  }

  @Command(name = "fake-nodes", description = "Add nodes that run pods without running them.")
  void fakeNodes(
      @Option(names = "--amd64", description = "How many for amd64.", defaultValue = "0") int amd64,
      @Option(names = "--arm64", description = "How many for arm64.", defaultValue = "0")
          int arm64) {
    Cluster cluster = surroundings.up(progress);
    surroundings.fakeNodes().add(cluster, Map.of("amd64", amd64, "arm64", arm64), progress);
  }

  @Command(name = "tools", description = "Build all tools into the cache and print their folder.")
  void tools() {
    System.out.println(surroundings.toolCache().provide(Tool.ALL, progress).folder());
  }

  @Command(name = "builder", description = "Make the builder's program and print where it is.")
  void builder() {
    System.out.println(surroundings.builder(progress).home().resolve("bin/pythonservice-builder"));
  }

  @Command(name = "bench", description = "Measure everything, as ratios side by side.")
  void bench() {
    Cluster cluster = surroundings.up(progress);
    Tools tools = surroundings.toolCache().provide(Tool.CLIENTS, progress);
    new Benchmarks(Surroundings.checkout(), cluster, tools)
        .run(() -> surroundings.up(Progress.silent()), System.out::println);
    benchService(SERVICE_ROUNDS);
    benchOperator(OPERATOR_ROUNDS);
    benchBuilder(BUILDER_ROUNDS);
    benchChecks(BUILDER_ROUNDS);
    benchMeasure(MEASURE_ROUNDS);
  }

  @Command(
      name = "bench-service",
      description = "Measure the operator's part of the time from apply to Ready.")
  void benchService(
      @Option(names = "--rounds", description = "How often each way runs.", defaultValue = "7")
          int rounds) {
    Cluster cluster = surroundings.up(progress);
    Tools tools = surroundings.toolCache().provide(Tool.CLIENTS, progress);
    new ServiceBenchmark(surroundings, cluster, tools, rounds).run(progress, System.out::println);
  }

  @Command(name = "bench-builder", description = "Measure the builder against buildah.")
  void benchBuilder(
      @Option(names = "--rounds", description = "How often each way runs.", defaultValue = "10")
          int rounds) {
    surroundings.builderBenchmark(rounds, progress).run(progress, System.out::println);
  }

  @Command(name = "bench-checks", description = "Measure what checks add to a build.")
  void benchChecks(
      @Option(names = "--rounds", description = "How often each way runs.", defaultValue = "10")
          int rounds) {
    surroundings.checkBenchmark(rounds, progress).run(progress, System.out::println);
  }

  @Command(name = "bench-measure", description = "Measure what measuring costs a server.")
  void benchMeasure(
      @Option(names = "--rounds", description = "How many pairs are measured.", defaultValue = "10")
          int rounds) {
    surroundings.measureBenchmark(rounds, progress).run(progress, System.out::println);
  }

  @Command(
      name = "bench-operator",
      description = "Measure the operator's start and memory with and without its AOT cache.")
  void benchOperator(
      @Option(names = "--rounds", description = "How often each way runs.", defaultValue = "5")
          int rounds) {
    surroundings.operatorBenchmark(rounds, progress).run(progress, System.out::println);
  }

  @Command(name = "bench-scale", description = "Measure the operator with many services.")
  void benchScale(
      @Option(names = "--services", description = "How many.", defaultValue = "1000")
          int services) {
    surroundings.scaleBenchmark(services, progress).run(progress, System.out::println);
  }

  @Command(name = "generate", description = "Write what is generated of the charts.")
  void generate() throws IOException {
    Helm helm = Helm.of(surroundings.toolCache().provide(Set.of(Tool.HELM), progress));
    new InstallationFiles(Surroundings.checkout())
        .write(helm)
        .forEach(file -> System.out.println("Generated " + file));
  }

  @Command(
      name = "operator-image",
      description = "See that the cluster's registry has the operator's image, and print it.")
  void operatorImage() {
    Cluster cluster = surroundings.up(progress);
    System.out.println(surroundings.publishOperator(cluster, progress));
  }

  @Command(
      name = "native-builder-image",
      description = "See that the cluster's registry has the builder's image with compilers.")
  void nativeBuilderImage() {
    Cluster cluster = surroundings.up(progress);
    System.out.println(surroundings.publishNativeBuilder(cluster, progress));
  }

  @Command(name = "environment", description = "Print what a shell needs to use the cluster.")
  void environment() {
    Cluster cluster = surroundings.up(Progress.silent());
    System.out.printf("export KUBECONFIG='%s'%n", cluster.kubeconfig());
    System.out.printf("export PATH='%s':\"$PATH\"%n", surroundings.toolCache().located().folder());
    System.out.printf("export CLUSTER_REGISTRY='%s'%n", cluster.registry());
    if (!cluster.registry().isEmpty()) {
      String builder = surroundings.publishBuilder(cluster, Progress.silent());
      System.out.printf("export BUILDER_IMAGE='%s'%n", builder);
      String operator = surroundings.publishOperator(cluster, Progress.silent());
      System.out.printf("export OPERATOR_IMAGE='%s'%n", operator);
      String gitServer = surroundings.publishGitServer(cluster, Progress.silent());
      System.out.printf("export GIT_SERVER_IMAGE='%s'%n", gitServer);
    }
  }
}

package dev.pythonservice.e2e;

import dev.pythonservice.e2e.bench.BuilderBenchmark;
import dev.pythonservice.e2e.bench.CheckBenchmark;
import dev.pythonservice.e2e.bench.MeasureBenchmark;
import dev.pythonservice.e2e.bench.OperatorBenchmark;
import dev.pythonservice.e2e.bench.ScaleBenchmark;
import dev.pythonservice.e2e.builder.BuildTraining;
import dev.pythonservice.e2e.builder.BuilderImage;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.builder.BuilderRuntimes;
import dev.pythonservice.e2e.builder.Training;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterChoice;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.cluster.ClusterProvider;
import dev.pythonservice.e2e.cluster.ExistingCluster;
import dev.pythonservice.e2e.cluster.K3sCluster;
import dev.pythonservice.e2e.cluster.local.FakeNodes;
import dev.pythonservice.e2e.cluster.local.Layout;
import dev.pythonservice.e2e.cluster.local.LocalCluster;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.operator.OperatorImage;
import dev.pythonservice.e2e.operator.OperatorRuntimes;
import dev.pythonservice.e2e.operator.OperatorTraining;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.ApiServer;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import dev.pythonservice.e2e.tools.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the programs of this module are made of, put together once for an environment.
 *
 * @param environment the environment's variables
 * @param layout where the cluster's state is
 * @param toolCache where tools are kept
 * @param clock the time
 */
public record Surroundings(
    Map<String, String> environment, Layout layout, ToolCache toolCache, Clock clock) {

  /** Those of this process. */
  public static Surroundings of(Map<String, String> environment, Clock clock) {
    return new Surroundings(
        environment, Layout.from(environment), ToolCache.of(checkout(), environment), clock);
  }

  /**
   * Brings up the cluster that the environment chooses, with the base images, the builder's and the
   * operator's image in its registry.
   */
  public Cluster up(Progress progress) {
    Cluster cluster = provider().up(progress);
    if (!cluster.registry().isEmpty()) {
      baseImages(progress).publishTo(cluster.registry());
      publishBuilder(cluster, progress);
      publishOperator(cluster, progress);
    }
    return cluster;
  }

  /**
   * Sees that the cluster's registry has the builder's image.
   *
   * @return its reference by digest
   */
  public String publishBuilder(Cluster cluster, Progress progress) {
    return builderImage(progress).publishTo(cluster.registry(), progress);
  }

  /**
   * Sees that the cluster's registry has the builder's image with compilers. It is large, so it is
   * published only where wheels are built.
   *
   * @return its reference by digest
   */
  public String publishNativeBuilder(Cluster cluster, Progress progress) {
    return builderImage(progress).publishNativeTo(cluster.registry(), progress);
  }

  /**
   * Sees that the cluster's registry has the operator's image, with an AOT cache that was tried.
   *
   * @return its reference by digest
   */
  public String publishOperator(Cluster cluster, Progress progress) {
    return operatorImage(progress).publishTo(cluster.registry(), progress);
  }

  /** The operator's image. */
  public OperatorImage operatorImage(Progress progress) {
    return new OperatorImage(baseImages(progress), operatorRuntimes(progress));
  }

  /**
   * Sees that the cluster's registry has the image of the git server, which tests and the demo run.
   *
   * @return its reference by digest
   */
  public String publishGitServer(Cluster cluster, Progress progress) {
    return baseImages(progress).publishTo(cluster.registry(), BaseImages.GIT_SERVER);
  }

  /** The builder's image. */
  public BuilderImage builderImage(Progress progress) {
    return new BuilderImage(baseImages(progress), builderRuntimes(progress));
  }

  /** The builder as it runs on this machine. */
  public BuilderRuntime builder(Progress progress) {
    return builderRuntimes(progress).provide(progress);
  }

  /**
   * The builder against buildah, on a registry of its own.
   *
   * @param rounds how often each runs
   */
  public BuilderBenchmark builderBenchmark(int rounds, Progress progress) {
    Tools tools = toolCache.provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress);
    return new BuilderBenchmark(
        checkout().resolve("examples/orders"),
        checkout().resolve("examples/sales-report"),
        builder(progress),
        baseImages(progress),
        tools,
        environment,
        rounds);
  }

  /**
   * What checks add to builds.
   *
   * @param rounds how often each way runs
   */
  public CheckBenchmark checkBenchmark(int rounds, Progress progress) {
    return new CheckBenchmark(
        checkout().resolve("examples/orders"),
        builder(progress),
        baseImages(progress),
        toolCache.provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress),
        rounds);
  }

  /**
   * What measuring costs servers.
   *
   * @param rounds how many pairs are measured
   */
  public MeasureBenchmark measureBenchmark(int rounds, Progress progress) {
    return new MeasureBenchmark(
        checkout(),
        builder(progress),
        baseImages(progress),
        toolCache.provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress),
        environment,
        rounds);
  }

  /**
   * The operator's start with and without its AOT cache, on an API server of its own.
   *
   * @param rounds how often each runs
   */
  public OperatorBenchmark operatorBenchmark(int rounds, Progress progress) {
    return new OperatorBenchmark(
        checkout(),
        operatorRuntimes(progress).provide(progress),
        apiServerTools(progress),
        clock,
        rounds);
  }

  /**
   * The operator with many services, on an API server of its own.
   *
   * @param services how many
   */
  public ScaleBenchmark scaleBenchmark(int services, Progress progress) {
    return new ScaleBenchmark(
        checkout(),
        operatorRuntimes(progress).provide(progress),
        apiServerTools(progress),
        clock,
        services);
  }

  private OperatorRuntimes operatorRuntimes(Progress progress) {
    OperatorTraining training = new OperatorTraining(apiServerTools(progress), checkout(), clock);
    return new OperatorRuntimes(checkout(), toolCache.cache(), training);
  }

  private Tools apiServerTools(Progress progress) {
    return toolCache.provide(Set.copyOf(ApiServer.TOOLS), progress);
  }

  /** The base images, kept in this user's caches. */
  public BaseImages baseImages(Progress progress) {
    Tools tools = toolCache.provide(Tool.CLIENTS, progress);
    return new BaseImages(tools.folder(), toolCache.cache().resolve("base-images"), progress);
  }

  private BuilderRuntimes builderRuntimes(Progress progress) {
    Tools tools = toolCache.provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress);
    Path example = checkout().resolve("examples/orders");
    BaseImages images = baseImages(progress);
    Training training = new BuildTraining(tools, images, example);
    return new BuilderRuntimes(checkout(), toolCache.cache(), environment, images, training);
  }

  /** The provider that the environment chooses. */
  public ClusterProvider provider() {
    SystemPackages packages = SystemPackages.of(environment);
    K3sCluster k3s = new K3sCluster(layout, environment);
    List<ClusterProvider> providers =
        List.of(
            new ExistingCluster(environment),
            k3s,
            new LocalCluster(layout, toolCache, packages, clock));
    return new ClusterChoice(providers, k3s::dockerAnswers)
        .choose(environment.getOrDefault(ClusterChoice.VARIABLE, ""));
  }

  /** The nodes that run pods without running them. */
  public FakeNodes fakeNodes() {
    return new FakeNodes(layout, toolCache);
  }

  /** The folder of the checkout, looked for upwards from where this program runs. */
  public static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("e2e/tools"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new ClusterProblem(
            "%s is not in a checkout of this project; run this from inside one"
                .formatted(Path.of("").toAbsolutePath()));
      }
    }
    return folder;
  }
}

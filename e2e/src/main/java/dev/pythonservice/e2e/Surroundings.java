package dev.pythonservice.e2e;

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
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import dev.pythonservice.e2e.tools.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

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

  /** Brings up the cluster that the environment chooses, with the base images in its registry. */
  public Cluster up(Progress progress) {
    Cluster cluster = provider().up(progress);
    if (!cluster.registry().isEmpty()) {
      Tools tools = toolCache.provide(Tool.CLIENTS, progress);
      new BaseImages(tools.folder(), toolCache.cache().resolve("base-images"), progress)
          .publishTo(cluster.registry());
    }
    return cluster;
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
  static Path checkout() {
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

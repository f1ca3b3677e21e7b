package dev.pythonservice.e2e.cluster;

import dev.pythonservice.e2e.cluster.local.Layout;
import dev.pythonservice.e2e.process.Progress;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/** K3s in a container, where a Docker engine answers. */
public record K3sCluster(Layout layout, Map<String, String> environment)
    implements ClusterProvider {

  /** The word for this provider. */
  public static final String NAME = "k3s";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Cluster up(Progress progress) {
    throw new ClusterProblem("K3s comes next");
  }

  @Override
  public void down(Progress progress) {
    progress.say("no");
  }

  @Override
  public boolean isUp() {
    return false;
  }

  /** Whether a Docker engine answers. */
  public boolean dockerAnswers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }
}

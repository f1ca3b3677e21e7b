package dev.pythonservice.e2e.cluster;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Which provider runs the cluster: the one that {@code CLUSTER} names; else K3s where a Docker
 * engine answers; else processes of this machine. An existing cluster is never chosen unasked.
 *
 * @param providers all there are
 * @param dockerAnswers whether a Docker engine answers; asked only when it matters
 */
public record ClusterChoice(List<ClusterProvider> providers, BooleanSupplier dockerAnswers) {

  /** The variable that forces a provider. */
  public static final String VARIABLE = "CLUSTER";

  public ClusterChoice {
    providers = List.copyOf(providers);
  }

  /**
   * The provider for what was asked.
   *
   * @param asked the value of {@code CLUSTER}; empty when it is not set
   * @throws ClusterProblem when no provider has that name
   */
  public ClusterProvider choose(String asked) {
    if (asked.isEmpty()) {
      return byName(dockerAnswers.getAsBoolean() ? "k3s" : "local");
    }
    return byName(asked);
  }

  private ClusterProvider byName(String name) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ClusterProblem(
                "%s=%s names no way to get a cluster; use one of %s"
                    .formatted(
                        VARIABLE,
                        name,
                        String.join(
                            ", ", providers.stream().map(ClusterProvider::name).toList()))));
  }
}

package dev.pythonservice.e2e.install;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The charts of this checkout, as Helm installs them, with the images of the cluster's registry.
 *
 * @param helm Helm as the cluster's administrator
 * @param namespace the operator's namespace
 * @param builds the namespace that it builds in
 * @param operatorImage the operator's image by digest
 * @param builderImage the builder's image by digest
 */
record HelmRelease(
    Helm helm, String namespace, String builds, String operatorImage, String builderImage) {

  private static final Path CHARTS = Path.of("..", "charts");
  private static final String OPERATOR = "pythonservice";
  private static final String API = "pythonservice-crds";

  static HelmRelease of(
      Surroundings surroundings, Cluster cluster, Tools tools, String namespace, String builds) {
    return new HelmRelease(
        Helm.of(tools, cluster.kubeconfig()),
        namespace,
        builds,
        surroundings.publishOperator(cluster, Progress.silent()),
        surroundings.publishBuilder(cluster, Progress.silent()));
  }

  void installApi() {
    // Other tests may have applied the same definitions with kubectl.
    helm.run(
        "upgrade",
        API,
        CHARTS.resolve(API).toString(),
        "--install",
        "--namespace=" + namespace,
        "--set=labels.test=" + namespace,
        "--take-ownership",
        "--force-conflicts",
        "--wait");
  }

  /** Installs the operator, or upgrades it, with these values. */
  void install(String values) throws IOException {
    Path file = Files.createTempFile(namespace, ".yaml");
    Files.writeString(file, values);
    helm.run(
        Stream.of(
                Stream.of(
                    "upgrade",
                    OPERATOR,
                    CHARTS.resolve("pythonservice-operator").toString(),
                    "--install",
                    "--namespace=" + namespace,
                    "--values=" + file,
                    "--set=labels.test=" + namespace,
                    "--set=builds.namespaces={%s}".formatted(builds),
                    // An AOT cache that does not fit is an error here; usually it costs time only.
                    "--set=extraEnv[0].name=JDK_JAVA_OPTIONS",
                    "--set=extraEnv[0].value=-XX:AOTMode=on"),
                image("image", operatorImage),
                image("builder.image", builderImage))
            .flatMap(each -> each)
            .toArray(String[]::new));
    Files.delete(file);
  }

  /** Takes operator and API away, as far as they are there. */
  void uninstall() {
    for (String release : new String[] {OPERATOR, API}) {
      helm.run("uninstall", release, "--namespace=" + namespace, "--ignore-not-found", "--wait");
    }
  }

  /** The values of an image that is given by digest. */
  private static Stream<String> image(String value, String reference) {
    int at = Optional.of(reference.indexOf('@')).filter(index -> index > 0).orElseThrow();
    return Stream.of(
        "--set-string=%s.repository=%s".formatted(value, reference.substring(0, at)),
        "--set-string=%s.digest=%s".formatted(value, reference.substring(at + 1)));
  }
}

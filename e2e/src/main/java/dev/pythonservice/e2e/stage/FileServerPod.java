package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.Map;

/**
 * A web server in the cluster, behind the Service of its name, with what a test puts there.
 *
 * @param pod the pod
 */
public record FileServerPod(StagePod pod) {

  /** The file has its name only once it is there as a whole, so that nobody reads half of it. */
  private static final String PUT =
      """
      import base64, os, sys
      path = os.path.join("/files", sys.argv[1])
      os.makedirs(os.path.dirname(path), exist_ok=True)
      with open(path + ".part", "wb") as file:
          file.write(base64.b64decode(sys.stdin.read()))
      os.replace(path + ".part", path)
      """;

  /**
   * Starts one, in a namespace that may be under the restricted standard.
   *
   * @throws dev.pythonservice.e2e.cluster.ClusterProblem when it does not become ready
   */
  public static FileServerPod start(
      Cluster cluster, KubernetesClient client, Tools tools, String namespace, String name) {
    StagePod pod = StagePod.of(cluster, client, tools, namespace, name);
    return new FileServerPod(
        pod.start(
            new StageFile("files.yaml")
                .with(Map.of("name", name, "image", cluster.registry() + "/base/python:3.13"))));
  }

  /** The address before a file's path, by the Service's IP address. */
  public String addressUrl() {
    return pod.addressUrl();
  }

  /**
   * Puts a file there, in place of an earlier one.
   *
   * @param path its path, without a slash at its beginning
   */
  public void put(String path, byte[] content) {
    pod.command("python3", "-c", PUT, path)
        .reading(Base64.getEncoder().encodeToString(content))
        .run();
  }
}

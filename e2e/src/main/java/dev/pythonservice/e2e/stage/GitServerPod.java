package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.servers.Login;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A git server in the cluster, behind the Service {@code git}. Whoever is in the cluster reads and
 * pushes over HTTP; this machine pushes through the API server, which it reaches on every cluster.
 * Its repositories live as long as its pod.
 *
 * @param pod the pod
 */
public record GitServerPod(StagePod pod) {

  private static final String NAME = "git";

  /** The container's. */
  private static final int PORT = 8080;

  /** Its Secret with the user name and password, where there is one. */
  private static final String LOGIN = "git-server";

  /**
   * Starts one that lets everybody in, in a namespace that may be under the restricted standard.
   *
   * @param image its image, as {@code Surroundings.publishGitServer} gives it
   * @throws dev.pythonservice.e2e.cluster.ClusterProblem when it does not become ready
   */
  public static GitServerPod start(
      Cluster cluster, KubernetesClient client, Tools tools, String namespace, String image) {
    StagePod pod = StagePod.of(cluster, client, tools, namespace, NAME);
    return new GitServerPod(
        pod.start(new StageFile("git-server.yaml").with(Map.of("image", image))));
  }

  /** Starts one that asks for a user name and a password. */
  public static GitServerPod start(
      Cluster cluster,
      KubernetesClient client,
      Tools tools,
      String namespace,
      String image,
      Login login) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(LOGIN)
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData("GIT_SERVER_USER", login.user())
            .addToStringData("GIT_SERVER_PASSWORD", login.password())
            .build();
    client.resource(secret).serverSideApply();
    return start(cluster, client, tools, namespace, image);
  }

  /** The address before a repository's name, for whoever asks the cluster's name server. */
  public String url() {
    return "http://%s.%s.svc/".formatted(NAME, pod.namespace());
  }

  /**
   * The address before a repository's name by the Service's IP address, for whoever does not ask
   * the cluster's name server, such as a program of this machine beside a local cluster.
   */
  public String addressUrl() {
    return pod.addressUrl();
  }

  /**
   * Makes a repository, in place of one of the same name.
   *
   * @param name its name, without {@code .git}
   * @param content the folder whose files are its first commit
   * @param folder where its working copy will be on this machine; it is made
   */
  public GitRepository create(String name, Path content, Path folder) throws IOException {
    return GitRepository.create(this, name, content, folder);
  }

  /**
   * A way to it for programs of this machine, through the API server: repositories are at {@code
   * http://127.0.0.1:PORT/NAME.git} until it is closed.
   */
  public LocalPortForward forward() {
    return pod.client().pods().inNamespace(pod.namespace()).withName(NAME).portForward(PORT);
  }

  /** Deletes it, with all its repositories. */
  public void stop() {
    pod.client().services().inNamespace(pod.namespace()).withName(NAME).delete();
    pod.client().secrets().inNamespace(pod.namespace()).withName(LOGIN).delete();
    pod.delete();
  }
}

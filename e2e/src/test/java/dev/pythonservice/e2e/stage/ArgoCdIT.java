package dev.pythonservice.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argo CD itself keeps a folder of the git server applied, and asks our health scripts. */
@OnCluster
class ArgoCdIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String SCRIPT =
      """
      if obj.data.broken == "yes" then
        return {status = "Degraded", message = "It is broken"}
      end
      return {status = "Healthy", message = "It is whole"}
      """;

  private final Surroundings surroundings;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final Tools tools;
  private final String namespace;

  @TempDir private Path folder;

  ArgoCdIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.client = client;
    this.tools = tools;
    this.namespace = namespace.name();
  }

  @Test
  void aCommitIsSyncedAndTheHealthScriptIsAsked() throws IOException {
    Progress progress = Progress.onto(System.err, Clock.systemUTC());
    String image = surroundings.publishGitServer(cluster, progress);
    GitServerPod server = GitServerPod.start(cluster, client, tools, namespace, image);
    Path content = folder.resolve("content");
    Files.createDirectories(content.resolve("deploy"));
    Files.writeString(
        content.resolve("deploy/settings.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {broken: "no"}
        """);
    GitRepository repository = server.create("deploy", content, folder.resolve("working"));
    Map<String, String> settings = Map.of("resource.customizations.health.ConfigMap", SCRIPT);

    try (LocalPortForward forward = server.forward();
        ArgoCd argo =
            ArgoCd.start(
                cluster,
                client,
                surroundings.toolCache(),
                namespace,
                folder.resolve("argocd"),
                settings,
                progress)) {
      String url = "http://127.0.0.1:%d/deploy.git".formatted(forward.getLocalPort());
      ArgoApplication application = argo.application("settings", url, "deploy", namespace);

      ArgoApplication.State first = application.await(PATIENCE, ArgoApplication.State::isGood);
      assertThat(first.revision()).isEqualTo(repository.head());
      assertThat(first.messages()).isEqualTo("It is whole");

      repository.replace("deploy/settings.yaml", "\"no\"", "\"yes\"");
      String second = repository.commit("Break it");
      application.refresh();
      ArgoApplication.State broken =
          application.await(PATIENCE, state -> state.health().equals("Degraded"));
      assertThat(broken.messages()).isEqualTo("It is broken");
      assertThat(broken.revision()).isEqualTo(second);

      repository.revert();
      application.refresh();
      application.await(PATIENCE, ArgoApplication.State::isGood);
      ConfigMap map = client.configMaps().inNamespace(namespace).withName("settings").require();
      assertThat(map.getData()).containsEntry("broken", "no");
      application.delete();
    }
    server.stop();
  }
}

package dev.pythonservice.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The loop counts what comes of its requests, and ends when it is told to or by itself. */
@OnCluster
class RequestLoopIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A server that gives one answer: the terms of a shop. */
  private static final String SERVER =
      """
      import http.server, json, sys
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              content = json.dumps({"limit": int(sys.argv[1])}).encode()
              self.send_response(200)
              self.send_header("Content-Length", str(len(content)))
              self.end_headers()
              self.wfile.write(content)
      http.server.ThreadingHTTPServer(("", 8000), Handler).serve_forever()
      """;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final Tools tools;
  private final String namespace;

  RequestLoopIT(Cluster cluster, KubernetesClient client, TestNamespace namespace, Tools tools) {
    this.cluster = cluster;
    this.client = client;
    this.tools = tools;
    this.namespace = namespace.name();
  }

  @Test
  void theValuesOfAFieldAreCountedWhileTheServerBehindAServiceChanges() {
    StagePod old = server("old", 5000);
    StagePod fresh = server("fresh", 4000);
    pointTo("old");
    awaitAnswer(old, "http://terms/");
    RequestLoop loop = start("changing", "http://terms/", Duration.ofMinutes(5));
    loop.await(PATIENCE, counts -> counts.saw("5000"));

    pointTo("fresh");
    loop.await(PATIENCE, counts -> counts.saw("4000"));
    RequestLoop.Counts counts = loop.stop();

    assertThat(counts.failures()).isEmpty();
    assertThat(counts.failed()).isZero();
    assertThat(counts.sent())
        .isEqualTo(counts.seen().values().stream().mapToLong(Long::longValue).sum());
    old.delete();
    fresh.delete();
  }

  @Test
  void whatGetsNoAnswerIsCountedWithItsReasonAndTheLoopEndsByItself() {
    String nobody = "http://nobody.%s.svc/".formatted(namespace);
    RequestLoop loop = start("in-vain", nobody, Duration.ofSeconds(3));

    RequestLoop.Counts counts = loop.await(PATIENCE, RequestLoop.Counts::ended);

    assertThat(counts.failed()).isEqualTo(counts.sent()).isPositive();
    assertThat(counts.seen()).isEmpty();
    assertThat(counts.failures().getFirst()).contains("gaierror");
    assertThat(loop.stop()).isEqualTo(counts);
  }

  private RequestLoop start(String name, String url, Duration longest) {
    return RequestLoop.start(cluster, client, tools, namespace, name, url, "limit", longest);
  }

  private StagePod server(String name, int limit) {
    StagePod pod = StagePod.of(cluster, client, tools, namespace, name);
    List<String> command = List.of("python3", "-c", SERVER, String.valueOf(limit));
    ClientPod.start(pod, cluster, command);
    awaitAnswer(pod, "http://localhost:8000/");
    return pod;
  }

  /** A container that runs need not listen yet, and rules for a Service come after it. */
  private static void awaitAnswer(StagePod from, String url) {
    assertThat(Eventually.within(PATIENCE, () -> answers(new ClientPod(from), url)))
        .as("an answer of %s", url)
        .isTrue();
  }

  private static boolean answers(ClientPod client, String url) {
    try {
      return client.get(url).status() == 200;
    } catch (CommandFailed noAnswer) {
      return false;
    }
  }

  private void pointTo(String name) {
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("terms")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withSelector(Map.of("app.kubernetes.io/name", name))
            .addNewPort()
            .withPort(80)
            .withNewTargetPort(8000)
            .endPort()
            .endSpec()
            .build();
    client.resource(service).serverSideApply();
  }
}

package dev.pythonservice.e2e.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.LoopbackServer;
import dev.pythonservice.e2e.tools.ExtraTool;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.ToolCache;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Argo CD's own components as programs of this machine, working on a namespace of the cluster as
 * its administrator: the repository server, the application controller, and Redis between them. Its
 * API server and its web interface are left out: Applications are applied as objects.
 *
 * @param client the cluster
 * @param namespace its namespace, with its settings and Applications
 * @param components the running programs, those that others need first
 */
public record ArgoCd(KubernetesClient client, String namespace, List<LoopbackServer> components)
    implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The variable by which the one program knows which component it is. */
  private static final String COMPONENT = "ARGOCD_BINARY_NAME";

  private static final int PATIENCE_SECONDS = 30;

  private static final List<String> DEFINITIONS =
      List.of("application-crd.yaml", "appproject-crd.yaml");

  public ArgoCd {
    components = List.copyOf(components);
  }

  /**
   * Starts it.
   *
   * @param namespace its namespace, which is there
   * @param folder for its logs and what it keeps
   * @param settings entries of {@code argocd-cm}, such as {@code
   *     resource.customizations.health.GROUP_KIND} with a health script; for the core group {@code
   *     resource.customizations.health.KIND}
   */
  public static ArgoCd start(
      Cluster cluster,
      KubernetesClient client,
      ToolCache tools,
      String namespace,
      Path folder,
      Map<String, String> settings,
      Progress progress)
      throws IOException {
    SystemPackages.of(System.getenv()).ensure(Map.of("redis-server", "redis-server"), progress);
    Path program = tools.provide(ExtraTool.ARGOCD, progress);
    Files.createDirectories(folder);
    installDefinitions(client, tools);
    apply(client, namespace, "argocd.yaml", access(client));
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("argocd-cm")
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/part-of", "argocd")
                .endMetadata()
                .withData(settings)
                .build())
        .serverSideApply();
    return new ArgoCd(client, namespace, components(cluster, namespace, program, folder));
  }

  private static List<LoopbackServer> components(
      Cluster cluster, String namespace, Path program, Path folder) throws IOException {
    int redisPort = LoopbackServer.freePort();
    LoopbackServer redis =
        LoopbackServer.start(
            List.of(
                "redis-server",
                "--port",
                String.valueOf(redisPort),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()),
            Map.of(),
            redisPort,
            folder.resolve("redis.log"));
    int repositoryPort = LoopbackServer.freePort();
    LoopbackServer repositories =
        LoopbackServer.start(
            List.of(
                program.toString(),
                "--redis=" + redis.authority(),
                "--disable-tls",
                "--address=127.0.0.1",
                "--port=" + repositoryPort,
                "--metrics-address=127.0.0.1",
                "--metrics-port=" + LoopbackServer.freePort()),
            environment("argocd-repo-server", folder),
            repositoryPort,
            folder.resolve("repo-server.log"));
    int metricsPort = LoopbackServer.freePort();
    LoopbackServer controller =
        LoopbackServer.start(
            List.of(
                program.toString(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--namespace=" + namespace,
                "--redis=" + redis.authority(),
                "--repo-server=" + repositories.authority(),
                "--repo-server-plaintext",
                "--app-resync=10",
                "--metrics-port=" + metricsPort),
            environment("argocd-application-controller", folder),
            metricsPort,
            folder.resolve("application-controller.log"));
    return List.of(redis, repositories, controller);
  }

  private static Map<String, String> environment(String component, Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Map<String, String> environment = new HashMap<>();
    environment.put(COMPONENT, component);
    environment.put("ARGOCD_GPG_ENABLED", "false");
    environment.put("ARGOCD_SSH_DATA_PATH", data.toString());
    environment.put("ARGOCD_TLS_DATA_PATH", data.toString());
    environment.put("TMPDIR", Files.createDirectories(folder.resolve("temporary")).toString());
    return environment;
  }

  /** From the module of the program itself, so that the two fit. */
  private static void installDefinitions(KubernetesClient client, ToolCache tools)
      throws IOException {
    String module =
        Command.of("go", "list", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-cd/v2")
            .in(tools.modules().resolve(ExtraTool.ARGOCD.module()))
            .run()
            .strip();
    for (String name : DEFINITIONS) {
      String definition = Files.readString(Path.of(module, "manifests", "crds", name));
      client.load(stream(definition)).forceConflicts().serverSideApply();
    }
    for (String name : List.of("applications", "appprojects")) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(name + ".argoproj.io")
          .waitUntilCondition(ArgoCd::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return Stream.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .filter(Objects::nonNull)
        .map(CustomResourceDefinitionStatus::getConditions)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .anyMatch(condition ->
            condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }

  /** The address of the cluster and how its administrator gets in, as Argo CD writes it. */
  private static Map<String, String> access(KubernetesClient client) throws IOException {
    Config config = client.getConfiguration();
    ObjectNode access = JSON.createObjectNode();
    Optional.ofNullable(config.getOauthToken())
        .ifPresent(token -> access.put("bearerToken", token));
    ObjectNode tls = access.putObject("tlsClientConfig");
    Optional.ofNullable(config.getCaCertData()).ifPresent(data -> tls.put("caData", data));
    Optional.ofNullable(config.getClientCertData()).ifPresent(data -> tls.put("certData", data));
    Optional.ofNullable(config.getClientKeyData()).ifPresent(data -> tls.put("keyData", data));
    // A string in JSON is one in YAML, too.
    String quoted = JSON.writeValueAsString(JSON.writeValueAsString(access));
    return Map.of("server", server(client), "config", quoted);
  }

  private static String server(KubernetesClient client) {
    return client.getMasterUrl().toString().replaceFirst("/$", "");
  }

  /**
   * Makes an Application that is synced by itself, pruned and healed.
   *
   * @param name its name
   * @param url the repository's address, as this machine reaches it
   * @param path the folder in it
   * @param target the namespace that its objects go to
   */
  public ArgoApplication application(String name, String url, String path, String target) {
    Map<String, String> values = new HashMap<>();
    values.put("name", name);
    values.put("url", url);
    values.put("path", path);
    values.put("server", server(client));
    values.put("namespace", target);
    apply(client, namespace, "application.yaml", values);
    return new ArgoApplication(client, namespace, name);
  }

  /** Ends the programs, the last first; the definitions stay, as others may be using them. */
  @Override
  public void close() {
    components.reversed().forEach(LoopbackServer::close);
  }

  private static void apply(
      KubernetesClient client, String namespace, String file, Map<String, String> values) {
    for (String document : new StageFile(file).with(values).split("(?m)^---$")) {
      client.load(stream(document)).inNamespace(namespace).forceConflicts().serverSideApply();
    }
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

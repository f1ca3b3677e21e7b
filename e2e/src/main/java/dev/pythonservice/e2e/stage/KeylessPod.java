package dev.pythonservice.e2e.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.ProgramImage;
import dev.pythonservice.e2e.servers.FulcioServer;
import dev.pythonservice.e2e.servers.TimestampServer;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Fulcio and a timestamp authority in the cluster, behind the Service {@code keyless}: Fulcio knows
 * the cluster's service accounts. The API server must say to everybody by which keys it signs
 * tokens (the role {@code system:service-account-issuer-discovery}).
 *
 * @param pod the pod
 */
public record KeylessPod(StagePod pod) {

  private static final String NAME = "keyless";
  private static final int FULCIO = 5555;
  private static final int TIMESTAMPS = 3000;

  /**
   * Starts one.
   *
   * @param fulcio the program
   * @param timestampServer the program
   * @param folder for the image's layer
   */
  public static KeylessPod start(
      Cluster cluster,
      KubernetesClient client,
      Tools tools,
      String namespace,
      BaseImages images,
      Path fulcio,
      Path timestampServer,
      Path folder)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve("keyless-image"));
    copy(fulcio, root.resolve("fulcio"));
    copy(timestampServer, root.resolve("timestamp-server"));
    String image =
        images.publish(
            new ProgramImage(
                "base/debian:13",
                NAME,
                "1",
                List.of(new ProgramImage.Folder("Fulcio and a timestamp server", root)),
                Instant.EPOCH,
                List.of("/fulcio"),
                new LinkedHashMap<>(),
                new LinkedHashMap<>()),
            cluster.registry());
    return new KeylessPod(
        StagePod.of(cluster, client, tools, namespace, NAME)
            .start(
                new StageFile("keyless.yaml")
                    .with(
                        Map.of(
                            "image", image,
                            "issuer", issuer(client),
                            "authority", json(authority(client, namespace))))));
  }

  private static void copy(Path program, Path target) throws IOException {
    Files.copy(
        program, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Who issues the tokens of the cluster's service accounts. */
  public static String issuer(KubernetesClient client) {
    try {
      return new ObjectMapper()
          .readTree(client.raw("/.well-known/openid-configuration"))
          .path("issuer")
          .asText();
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Where Fulcio is, for who is in the cluster. */
  public String fulcio() {
    return "http://%s.%s.svc:%d".formatted(NAME, pod.namespace(), FULCIO);
  }

  /** Where timestamps are given. */
  public String timestamps() {
    return "http://%s.%s.svc:%d/api/v1/timestamp".formatted(NAME, pod.namespace(), TIMESTAMPS);
  }

  /**
   * The certificates of Fulcio's authority, as PEM; this machine gets them through the API server.
   */
  public String fulcioChain() throws IOException {
    try (LocalPortForward way = forward(FULCIO)) {
      return FulcioServer.chainAt("http://127.0.0.1:" + way.getLocalPort());
    }
  }

  /** Those of the timestamp authority. */
  public String timestampChain() throws IOException {
    try (LocalPortForward way = forward(TIMESTAMPS)) {
      return TimestampServer.chainAt("http://127.0.0.1:" + way.getLocalPort());
    }
  }

  private LocalPortForward forward(int port) {
    return pod.client().pods().inNamespace(pod.namespace()).withName(NAME).portForward(port);
  }

  /** Deletes it. */
  public void stop() {
    pod.client().services().inNamespace(pod.namespace()).withName(NAME).delete();
    pod.client().configMaps().inNamespace(pod.namespace()).withName(NAME).delete();
    pod.delete();
  }

  private static String authority(KubernetesClient client, String namespace) {
    return Objects.requireNonNull(
        client
            .configMaps()
            .inNamespace(namespace)
            .withName("kube-root-ca.crt")
            .require()
            .getData()
            .get("ca.crt"),
        "every cluster says by which authority its API server is known");
  }

  private static String json(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}

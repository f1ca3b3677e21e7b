package dev.pythonservice.e2e.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Fulcio of our own on loopback: an authority that is made when it starts and known to nobody
 * else, without a log of certificates.
 *
 * @param server the process
 */
public record FulcioServer(LoopbackServer server) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** For whom tokens must be. */
  public static final String AUDIENCE = "sigstore";

  /**
   * Starts one that accepts the service accounts of an API server, which must say to everybody by
   * which keys it signs tokens.
   *
   * @param program Fulcio
   * @param folder for its files
   */
  public static FulcioServer start(Path program, ApiServer issuer, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path configuration = folder.resolve("config.yaml");
    Files.writeString(
        configuration,
        """
        oidc-issuers:
          %1$s:
            issuer-url: %1$s
            client-id: %2$s
            type: kubernetes
            ca-cert: %3$s
        """
            .formatted(
                issuer.address(),
                AUDIENCE,
                JSON.writeValueAsString(Files.readString(issuer.authority()))));
    int port = LoopbackServer.freePort();
    return new FulcioServer(
        LoopbackServer.start(
            List.of(
                program.toString(),
                "serve",
                "--ca=ephemeralca",
                "--ct-log-url=",
                "--config-path=" + configuration,
                "--host=127.0.0.1",
                "--port=" + port,
                "--grpc-host=127.0.0.1",
                "--grpc-port=" + LoopbackServer.freePort(),
                "--metrics-port=" + LoopbackServer.freePort(),
                "--legacy-unix-domain-socket=" + folder.resolve("socket")),
            Map.of(),
            port,
            folder.resolve("log")));
  }

  /** Its address. */
  public String url() {
    return "http://" + server.authority();
  }

  /** Host and port. */
  public String authority() {
    return server.authority();
  }

  /** Its authority's certificates, as PEM. */
  public String chain() throws IOException {
    return chainAt(url());
  }

  /** The certificates of the authority of a Fulcio at some address, as PEM. */
  public static String chainAt(String url) throws IOException {
    return JSON.readTree(HttpText.get(url + "/api/v2/trustBundle"))
        .at("/chains/0/certificates")
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    server.close();
  }
}

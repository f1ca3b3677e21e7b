package dev.pythonservice.e2e.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Sigstore's timestamp authority, on loopback, with keys that are made when it starts. Its metrics
 * are on port 2112, always, so that a machine has one at a time.
 *
 * @param server the process
 */
public record TimestampServer(LoopbackServer server) implements AutoCloseable {

  private static final String PATH = "/api/v1/timestamp";

  /**
   * Starts one.
   *
   * @param program the timestamp server
   * @param folder for its files
   */
  public static TimestampServer start(Path program, Path folder) throws IOException {
    Files.createDirectories(folder);
    int port = LoopbackServer.freePort();
    return new TimestampServer(
        LoopbackServer.start(
            List.of(
                program.toString(),
                "serve",
                "--host=127.0.0.1",
                "--port=" + port,
                "--timestamp-signer=memory",
                // It would ask servers of the internet for the time.
                "--disable-ntp-monitoring"),
            Map.of(),
            port,
            folder.resolve("log")));
  }

  /** Where it takes requests (RFC 3161). */
  public String url() {
    return "http://" + server.authority() + PATH;
  }

  /** Its certificates, as PEM. */
  public String chain() throws IOException {
    return chainAt("http://" + server.authority());
  }

  /** The certificates of a server at some address, as PEM. */
  public static String chainAt(String url) throws IOException {
    return HttpText.get(url + PATH + "/certchain");
  }

  @Override
  public void close() {
    server.close();
  }
}

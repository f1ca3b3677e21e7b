package dev.pythonservice.e2e.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads small texts from servers on loopback. */
final class HttpText {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HttpText() {}

  /**
   * The text at an address.
   *
   * @throws IOException when there is none
   */
  static String get(String url) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("%s answers %d".formatted(url, response.statusCode()));
      }
      return response.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Asking %s was interrupted".formatted(url), interrupted);
    }
  }
}

package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A server with the query API of Prometheus.
 *
 * @param url its address
 * @param token the bearer token it asks for
 * @param client reaches it
 */
record PrometheusServer(String url, Optional<String> token, HttpClient client) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** More is not read. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * The server at an address.
   *
   * @param trust whom to trust, where it is not the usual ones alone
   */
  static PrometheusServer at(
      String url, Optional<String> token, Optional<Supplier<TrustManager[]>> trust)
      throws GeneralSecurityException {
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    if (trust.isPresent()) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.get().get(), null);
      client.sslContext(context);
    }
    return new PrometheusServer(url.replaceFirst("/+$", ""), token, client.build());
  }

  /** The same server, asked with another token. */
  PrometheusServer withToken(Optional<String> other) {
    return new PrometheusServer(url, other, client);
  }

  /**
   * The answer to a query.
   *
   * @throws Refused when the server does not let us ask
   * @throws IOException when there is no answer, or none that can be understood
   */
  PrometheusAnswer ask(String query) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/query"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream content = response.body()) {
      return switch (response.statusCode()) {
        case HttpURLConnection.HTTP_OK -> PrometheusAnswer.of(read(content), JSON);
        case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
            throw new Refused("status " + response.statusCode());
        default -> throw new IOException("status " + response.statusCode());
      };
    }
  }

  private static byte[] read(InputStream content) throws IOException {
    byte[] read = content.readNBytes(MOST_BYTES + 1);
    if (read.length > MOST_BYTES) {
      throw new IOException("the answer is longer than %d MiB".formatted(MOST_BYTES >> 20));
    }
    return read;
  }

  /** The server does not let us ask. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}

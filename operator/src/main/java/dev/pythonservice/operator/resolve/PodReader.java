package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.PodSample;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks pods how they do. */
@Singleton
public final class PodReader {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** No redirects: a pod sends nobody elsewhere. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /**
   * What a pod counts, all its containers together.
   *
   * @throws IOException when one of them does not say so in time
   * @throws InterruptedException when nobody waits for it any more
   */
  PodSample read(MeasuredPod pod) throws IOException, InterruptedException {
    PodSample sample = PodSample.NONE;
    for (URI address : pod.addresses()) {
      sample = read(address).besides(sample);
    }
    return sample;
  }

  private PodSample read(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream content = response.body()) {
      if (response.statusCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + response.statusCode());
      }
      return Exposition.read(content);
    }
  }
}

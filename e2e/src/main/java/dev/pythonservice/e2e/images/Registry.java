package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A registry that speaks plain HTTP (OCI distribution specification), as the local cluster's. */
final class Registry implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.-]+(:\\d{1,5})?");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PUSH = Duration.ofMinutes(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final String address;
  private final Path crane;
  private final HttpClient client;

  /**
   * The registry at an address.
   *
   * @param address host and port, such as {@code 198.51.100.1:5000}
   * @param crane the program that pushes
   * @throws ClusterProblem when the address is none
   */
  Registry(String address, Path crane) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new ClusterProblem(
          "The registry's address '%s' is not of the form HOST:PORT, such as 198.51.100.1:5000."
              .formatted(address));
    }
    this.address = address;
    this.crane = crane;
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  /** The digest of the image index a tag stands for, absent when the tag is not there. */
  Optional<String> digestOf(String repository, String tag) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://%s/v2/%s/manifests/%s".formatted(address, repository, tag)))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .header("Accept", OciLayout.INDEX)
            .timeout(PATIENCE)
            .build();
    HttpResponse<Void> response = send(request);
    return switch (response.statusCode()) {
      case OK -> response.headers().firstValue("Docker-Content-Digest");
      case NOT_FOUND -> Optional.empty();
      default ->
          throw new ClusterProblem(
              "The registry %s answered %s with status %d: see its log."
                  .formatted(address, request.uri(), response.statusCode()));
    };
  }

  /** The reference to an image by digest, as a pod would write it. */
  String reference(String repository, String digest) {
    return "%s/%s@%s".formatted(address, repository, digest);
  }

  /**
   * Pushes an image and sees that it is there.
   *
   * @throws ClusterProblem when it is not
   */
  void push(OciLayout layout, String repository, String tag) throws IOException {
    String target = "%s/%s:%s".formatted(address, repository, tag);
    Command.of(crane.toString(), "push", "--insecure", layout.folder().toString(), target)
        .within(PUSH)
        .run();
    Optional<String> stored = digestOf(repository, tag);
    if (!stored.equals(Optional.of(layout.digest()))) {
      throw new ClusterProblem(
          "The registry %s has %s for %s after the push of %s: does something else write to it?"
              .formatted(address, stored.orElse("nothing"), target, layout.digest()));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private HttpResponse<Void> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException problem) {
      throw new ClusterProblem(
          "The registry %s does not answer (%s): start the cluster first."
              .formatted(address, problem.getClass().getSimpleName()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterProblem("Interrupted while asking the registry " + address);
    }
  }
}

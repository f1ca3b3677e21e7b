package dev.pythonservice.e2e.builder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is in a registry, as its API says (OCI distribution-spec).
 *
 * @param authority host and port of a registry that speaks plain HTTP
 * @param client asks it
 */
record RegistryContent(String authority, HttpClient client) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  /** Of both kinds: an image index and a manifest. */
  private static final List<String> MANIFESTS =
      List.of(
          "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json");

  static RegistryContent of(String authority) {
    return new RegistryContent(authority, HttpClient.newHttpClient());
  }

  /** A manifest or an index by tag or digest. */
  JsonNode manifest(String repository, String reference) throws IOException {
    return JSON.readTree(get(repository, "manifests/" + reference).body());
  }

  /** The digest that a tag stands for. */
  String digest(String repository, String tag) throws IOException {
    return get(repository, "manifests/" + tag)
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElseThrow();
  }

  /** A blob that is JSON. */
  JsonNode blob(String repository, String digest) throws IOException {
    return JSON.readTree(get(repository, "blobs/" + digest).body());
  }

  /** Writes a blob to a file. */
  void save(String repository, String digest, Path file) throws IOException {
    HttpResponse<Path> answer =
        send(request(repository, "blobs/" + digest).GET().build(), BodyHandlers.ofFile(file));
    if (answer.statusCode() != OK) {
      throw new IOException("%s: %d".formatted(digest, answer.statusCode()));
    }
  }

  /** The tags of a repository; none where there is no such repository. */
  List<String> tags(String repository) throws IOException {
    HttpResponse<String> answer = send(request(repository, "tags/list").GET().build());
    return answer.statusCode() == NOT_FOUND
        ? List.of()
        : JSON.readTree(answer.body())
            .path("tags")
            .valueStream()
            .map(tag -> tag.asText())
            .sorted()
            .toList();
  }

  /** The manifest of a platform within an index. */
  JsonNode platform(String repository, String index, String architecture) throws IOException {
    return manifest(repository, platformDigest(repository, index, architecture));
  }

  /** The digest of the manifest of a platform within an index. */
  String platformDigest(String repository, String index, String architecture) throws IOException {
    return manifest(repository, index)
        .path("manifests")
        .valueStream()
        .filter(each -> each.at("/platform/architecture").asText().equals(architecture))
        .map(each -> each.path("digest").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError(index + " has nothing for " + architecture));
  }

  /**
   * The documents that refer to a manifest: by the referrers API, or where the registry knows none,
   * by the tag that stands in for it.
   */
  List<JsonNode> referrers(String repository, String subject, String artifactType)
      throws IOException {
    HttpResponse<String> answer = send(request(repository, "referrers/" + subject).GET().build());
    JsonNode index =
        answer.statusCode() == OK
            ? JSON.readTree(answer.body())
            : manifest(repository, subject.replace(':', '-'));
    List<String> found =
        index
            .path("manifests")
            .valueStream()
            .filter(each -> each.path("artifactType").asText().equals(artifactType))
            .map(each -> each.path("digest").asText())
            .toList();
    List<JsonNode> documents = new java.util.ArrayList<>();
    for (String digest : found) {
      JsonNode manifest = manifest(repository, digest);
      if (!manifest.at("/subject/digest").asText().equals(subject)) {
        throw new AssertionError(digest + " does not refer to " + subject);
      }
      documents.add(blob(repository, manifest.at("/layers/0/digest").asText()));
    }
    return documents;
  }

  /** Deletes a manifest or a blob from a repository. */
  void delete(String repository, String kind, String digest) throws IOException {
    HttpResponse<String> answer = send(request(repository, kind + "/" + digest).DELETE().build());
    if (answer.statusCode() >= 300 && answer.statusCode() != NOT_FOUND) {
      throw new IOException("%s is not deleted: %d".formatted(digest, answer.statusCode()));
    }
  }

  private HttpResponse<String> get(String repository, String path) throws IOException {
    HttpResponse<String> answer = send(request(repository, path).GET().build());
    if (answer.statusCode() != OK) {
      throw new IOException(
          "%s/%s: %d %s".formatted(repository, path, answer.statusCode(), answer.body()));
    }
    return answer;
  }

  private HttpRequest.Builder request(String repository, String path) {
    URI address = URI.create("http://%s/v2/%s/%s".formatted(authority, repository, path));
    return HttpRequest.newBuilder(address)
        .headers(
            MANIFESTS.stream().flatMap(type -> Stream.of("Accept", type)).toArray(String[]::new));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    return send(request, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws IOException {
    try {
      return client.send(request, body);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + request.uri(), exception);
    }
  }
}

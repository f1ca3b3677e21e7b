package dev.pythonservice.e2e.builder.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request that a server of builds cannot understand.
 *
 * @param sentence what is wrong, as the name of the case
 * @param method the method of HTTP
 * @param body what is sent
 * @param status the status of the answer
 * @param words what the answer must have in it
 */
public record BadCall(String sentence, String method, String body, int status, List<String> words) {

  private static final int UNPROCESSABLE = 422;
  private static final int NOT_ALLOWED = 405;

  /** All of them. */
  public static Stream<BadCall> all() {
    return Stream.of(
        of("no body", "", "The request cannot be understood"),
        of("no JSON", "source=orders", "The request cannot be understood"),
        of("JSON that is cut short", "{\"source\": {", "The request cannot be understood"),
        of("a list", "[]", "The request cannot be understood"),
        of("an unknown field", "{\"sauce\": {}}", "sauce"),
        of("no source", "{}", "source is missing"),
        of("two sources", source("\"folder\": \"/a\", \"oci\": \"r/a:1\""), "exactly one of"),
        of("git without ref", source("\"git\": {\"url\": \"https://a\"}"), "source.git.ref"),
        of("no image", source("\"folder\": \"/nowhere\""), "image is missing"),
        of("no base image", image("\"repository\": \"r/a\""), "image.base is missing"),
        of("a text in place of a list", image("\"tags\": \"latest\""), "tags"),
        of(
            "an unknown platform",
            image("\"base\": \"r/b\", \"repository\": \"r/a\", \"platforms\": [\"windows\"]"),
            "platform windows is not supported"),
        of(
            "an option among the image's fields",
            image("\"base\": \"r/b:1\", \"repository\": \"r/a\", \"dryRun\": true"),
            "dryRun"),
        new BadCall("another method", "DELETE", "", NOT_ALLOWED, List.of("POST")));
  }

  private static BadCall of(String sentence, String body, String... words) {
    return new BadCall(sentence, "POST", body, UNPROCESSABLE, List.of(words));
  }

  private static String source(String fields) {
    return "{\"source\": {%s}}".formatted(fields);
  }

  private static String image(String fields) {
    return "{\"source\": {\"folder\": \"/nowhere\"}, \"image\": {%s}}".formatted(fields);
  }

  /** Sends it. */
  public Answer send(URI server) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/builds"))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + server, exception);
    }
  }

  /**
   * What came back.
   *
   * @param status the status
   * @param body the body
   */
  public record Answer(int status, String body) {}

  @Override
  public String toString() {
    return sentence;
  }
}

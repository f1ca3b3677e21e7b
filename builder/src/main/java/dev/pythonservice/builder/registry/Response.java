package dev.pythonservice.builder.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a registry answered.
 *
 * @param call what it answered to
 * @param http the answer; its body is read once
 * @param body the body, which does not wait forever
 */
record Response(Call call, HttpResponse<InputStream> http, InputStream body)
    implements AutoCloseable {

  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
  private static final int ERROR_LIMIT = 16 << 10;
  private static final int MESSAGE_LIMIT = 300;

  int status() {
    return http.statusCode();
  }

  Optional<String> header(String name) {
    return http.headers().firstValue(name);
  }

  List<String> headers(String name) {
    return http.headers().allValues(name);
  }

  /** Fails when the registry answered something else, for good or for now. */
  void expect(int status) {
    if (status() == status) {
      return;
    }
    var failure = Problems.status(call, status(), said());
    if (PASSING.contains(status())) {
      throw new TransientFailure(failure, retryAfter());
    }
    throw failure;
  }

  /** The whole body, of which there may not be more than the limit. */
  byte[] bytes(int limit) {
    try {
      byte[] bytes = body.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw Problems.nonsense(call, "the answer has more than %d bytes".formatted(limit));
      }
      return bytes;
    } catch (IOException exception) {
      throw new TransientFailure(Problems.broken(call, exception), Optional.empty());
    }
  }

  /** The media type of the body, without parameters. */
  String mediaType() {
    String type = header("Content-Type").orElse("");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip();
  }

  /** Fails when the manifest is not the one that was asked for or announced. */
  void verify(Manifest manifest, String reference) {
    Optional<String> wanted =
        reference.startsWith("sha256:")
            ? Optional.of(reference)
            : header("Docker-Content-Digest").filter(digest -> digest.startsWith("sha256:"));
    String found = manifest.digest().toString();
    if (wanted.isPresent() && !wanted.get().equals(found)) {
      throw Problems.wrongContent(call, "the digest " + found, wanted.get());
    }
  }

  /** Where the registry sends the client next; never from TLS to plain HTTP. */
  URI location() {
    String text =
        header("Location")
            .orElseThrow(() -> Problems.nonsense(call, "the answer has no Location header"));
    try {
      URI address = call.address().resolve(text);
      if (isHttps(call.address()) && !isHttps(address)) {
        throw Problems.failure(
            call,
            "the answer leads from https to %s; let the proxy in front of the registry set X-Forwarded-Proto"
                .formatted(address.getScheme()));
      }
      return address;
    } catch (IllegalArgumentException exception) {
      throw Problems.nonsense(call, "the Location header is no address");
    }
  }

  /** The next part of a list (RFC 8288), on the same server. */
  Optional<URI> next() {
    return header("Link")
        .map(Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?")::matcher)
        .filter(Matcher::find)
        .map(link -> call.address().resolve(link.group(1)))
        .filter(address -> Addresses.sameServer(address, call.address()));
  }

  private static boolean isHttps(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  /**
   * In seconds; dates (RFC 9110, 10.2.3) are rare here, and the own waiting time serves as well.
   */
  private Optional<Duration> retryAfter() {
    return header("Retry-After")
        .filter(text -> text.length() < 9 && text.chars().allMatch(Character::isDigit))
        .filter(text -> !text.isEmpty())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** The registry's own words (distribution-spec, "Error Codes"), fit for one line. */
  private String said() {
    try {
      byte[] bytes = body.readNBytes(ERROR_LIMIT);
      JsonNode errors = JsonMapper.shared().readTree(bytes).path("errors");
      String words =
          errors.values().stream()
              .map(error ->
                  error.path("code").asString("") + ": " + error.path("message").asString(""))
              .collect(Collectors.joining("; "));
      return shortened(words);
    } catch (JacksonException | IOException exception) {
      // Pages of proxies say nothing that the status does not say.
      return "";
    }
  }

  private static String shortened(String words) {
    String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MESSAGE_LIMIT ? line : line.substring(0, MESSAGE_LIMIT) + "…";
  }

  /** Reads what little is left, so that the connection serves again, and lets go. */
  @Override
  public void close() {
    try (body) {
      body.readNBytes(ERROR_LIMIT);
    } catch (IOException exception) {
      // The answer is known; only the connection cannot be used again.
      return;
    }
  }
}

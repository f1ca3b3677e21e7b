package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.registry.TransientFailure;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks authorities over HTTP, by the certificates and proxies of the build. Faults that may pass
 * are tried again.
 */
public final class AuthorityServer {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** A chain of certificates has some kilobytes. */
  private static final int LARGEST = 1 << 20;

  private final HttpClient client;
  private final ProxySettings proxies;

  /**
   * A client.
   *
   * @param access how the outside is reached
   * @param proxies which proxies are on the way
   */
  public AuthorityServer(Access access, ProxySettings proxies) {
    this.proxies = proxies;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(proxies)
            .sslContext(TrustedAuthorities.context(access.certificateAuthorities()))
            .build();
  }

  /** What a server said, whatever it is. */
  record Answer(int status, byte[] body) {
    boolean isGood() {
      return status == 200 || status == 201;
    }
  }

  /** A question, and what it is asked for, in words such as {@code the certificate}. */
  record Question(URI address, String contentType, byte[] body, String wanted) {}

  Answer ask(Question question) {
    return Retries.usual().run(() -> once(question));
  }

  private Answer once(Question question) {
    try {
      HttpResponse<InputStream> response =
          client.send(request(question), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        Answer answer = new Answer(response.statusCode(), body.readNBytes(LARGEST));
        if (answer.status() == 429 || answer.status() >= 500) {
          throw passing(question, "the answer was " + answer.status());
        }
        return answer;
      }
    } catch (IOException exception) {
      if (TrustedAuthorities.isDistrust(exception)) {
        throw distrusted(question);
      }
      throw passing(
          question,
          Optional.ofNullable(exception.getMessage()).orElse(exception.getClass().getSimpleName()));
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The build was ended");
    }
  }

  private HttpRequest request(Question question) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(question.address())
            .timeout(ANSWER)
            .header("User-Agent", "pythonservice-builder")
            .header("Content-Type", question.contentType())
            .POST(BodyPublishers.ofByteArray(question.body()));
    proxies
        .authorization(question.address())
        .ifPresent(value -> request.header("Proxy-Authorization", value));
    return request.build();
  }

  private static TransientFailure passing(Question question, String why) {
    return new TransientFailure(
        new BuildFailure(
            ExitCode.NETWORK,
            Fault.UNREACHABLE,
            "%s cannot be had from %s: %s; the image is not signed and gets no tag; check that it runs, and network and proxy settings"
                .formatted(question.wanted(), question.address(), why)),
        Optional.empty());
  }

  private static BuildFailure distrusted(Question question) {
    return new BuildFailure(
        ExitCode.NETWORK,
        Fault.DISTRUSTED,
        "%s cannot be had from %s: its TLS certificate is of no authority that is trusted; name that authority's PEM file with --certificate-authority"
            .formatted(question.wanted(), question.address()));
  }
}

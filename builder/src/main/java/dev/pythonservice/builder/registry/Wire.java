package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request and waits for its answer: as long as bytes move, but not through silence.
 *
 * @param clients the HTTP clients
 * @param longestSilence how long nothing may come when nothing is being sent
 */
record Wire(Clients clients, Duration longestSilence) {

  /** A registry may take long to store a large blob after its last byte. */
  private static final int PATIENCE_AFTER_SENDING = 5;

  /**
   * Sends a request.
   *
   * @param authorization the Authorization header, if any
   * @throws TransientFailure when the network fails
   * @throws BuildFailure when trying again would not help
   */
  Response send(Call call, Optional<String> authorization) {
    Pulse pulse = new Pulse();
    try (OpenedStreams opened = new OpenedStreams()) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          clients
              .of(call.address())
              .sendAsync(request(call, authorization, pulse, opened), BodyHandlers.ofInputStream());
      HttpResponse<InputStream> response = await(call, answer, pulse);
      return new Response(call, response, new ReceivedBytes(response.body(), longestSilence));
    }
  }

  private HttpRequest request(
      Call call, Optional<String> authorization, Pulse pulse, OpenedStreams opened) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.address())
            .header("User-Agent", "pythonservice-builder")
            .method(call.method(), publisher(call, pulse, opened));
    call.headers().forEach(request::header);
    authorization.ifPresent(value -> request.header("Authorization", value));
    clients
        .proxies()
        .authorization(call.address())
        .ifPresent(value -> request.header("Proxy-Authorization", value));
    return request.build();
  }

  private static BodyPublisher publisher(Call call, Pulse pulse, OpenedStreams opened) {
    return call.body()
        .filter(body -> body.size() > 0)
        .map(body ->
            BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(
                    () -> opened.add(SentBytes.of(body.content(), call, pulse))),
                body.size()))
        .orElseGet(BodyPublishers::noBody);
  }

  private HttpResponse<InputStream> await(
      Call call, CompletableFuture<HttpResponse<InputStream>> answer, Pulse pulse) {
    Duration limit =
        call.body().isPresent()
            ? longestSilence.multipliedBy(PATIENCE_AFTER_SENDING)
            : longestSilence;
    try {
      while (limit.compareTo(pulse.idle()) > 0) {
        Optional<HttpResponse<InputStream>> got = soon(answer, limit.minus(pulse.idle()));
        if (got.isPresent()) {
          return got.get();
        }
      }
      throw new TransientFailure(Problems.silent(call, limit.toSeconds()), Optional.empty());
    } catch (ExecutionException exception) {
      throw explained(call, exception);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(
          ExitCode.INTERNAL, "%s: %s was interrupted".formatted(call.repository(), call.purpose()));
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * What was opened to be sent. The HTTP client closes it only at its end, which never comes where
   * a server answers before it has read all.
   */
  private static final class OpenedStreams implements AutoCloseable {
    private final Queue<InputStream> streams = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private InputStream add(InputStream stream) {
      streams.add(stream);
      if (closed) {
        close();
      }
      return stream;
    }

    @Override
    public void close() {
      closed = true;
      for (InputStream stream : streams) {
        try {
          stream.close();
        } catch (IOException exception) {
          // What was sent has been answered; of the rest nothing is wanted.
          continue;
        }
      }
    }
  }

  private static Optional<HttpResponse<InputStream>> soon(
      CompletableFuture<HttpResponse<InputStream>> answer, Duration time)
      throws ExecutionException, InterruptedException {
    try {
      return Optional.of(answer.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS));
    } catch (TimeoutException exception) {
      return Optional.empty();
    }
  }

  private static RuntimeException explained(Call call, ExecutionException exception) {
    Optional<BuildFailure> ours = Problems.within(exception, BuildFailure.class);
    if (ours.isPresent()) {
      return ours.get();
    }
    if (Problems.isDistrust(exception)) {
      return Problems.distrusted(call, exception);
    }
    if (Problems.isNoTls(exception)) {
      return Problems.noTls(call);
    }
    return new TransientFailure(Problems.broken(call, exception), Optional.empty());
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Built wheels of a server that {@code serve-wheels} started. The server runs where foreign code
 * ran and is believed nothing: whoever hands its address over says the digest of its list with it,
 * and the list has the digest of each wheel. It is asked directly, never by a proxy.
 *
 * @param client asks
 * @param patience how long an answer may take
 * @param largestWheel the most bytes of a wheel
 */
public record ServedWheels(HttpClient client, Duration patience, long largestWheel)
    implements WheelPlace {

  private static final Pattern PLACE = Pattern.compile("(http://[^/#?@]+/)#sha256=([0-9a-f]{64})");

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

  /** Larger than a list of a thousand wheels. */
  private static final int LIST_LIMIT = 1 << 20;

  private static final int BUFFER = 128 << 10;
  private static final int OK = 200;

  /** With timeouts for servers that are near. */
  public static ServedWheels usual(long largestWheel) {
    return new ServedWheels(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(ProxySelector.of(null))
            .build(),
        USUAL_PATIENCE,
        largestWheel);
  }

  @Override
  public byte[] list(String place) {
    Server server = Server.of(place);
    URI address = server.root().resolve(WheelList.FILE_NAME);
    try (InputStream body = open(address)) {
      byte[] bytes = body.readNBytes(LIST_LIMIT + 1);
      if (bytes.length > LIST_LIMIT) {
        throw tooLarge(address, LIST_LIMIT);
      }
      Digest found = Digest.ofBytes(bytes);
      if (!found.equals(server.list())) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s has the digest %s, and %s was to be expected; it was changed on its way, so build the wheels again"
                .formatted(address, found, server.list()));
      }
      return bytes;
    } catch (IOException exception) {
      throw unreachable(address, exception);
    }
  }

  @Override
  public Path fetch(String place, BuiltWheel wheel, Path folder) {
    URI address = Server.of(place).root().resolve(wheel.fileName());
    if (wheel.size() > largestWheel) {
      throw tooLarge(address, largestWheel);
    }
    try {
      // Platforms ask side by side for the same wheel: its name is taken by a whole file only.
      Path part = Files.createTempFile(folder, "part", "");
      try {
        receive(address, wheel, part);
        return Files.move(
            part,
            folder.resolve(wheel.fileName()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException exception) {
      throw unreachable(address, exception);
    }
  }

  private void receive(URI address, BuiltWheel wheel, Path file) throws IOException {
    try (InputStream body = open(address)) {
      copy(body, file, wheel.size(), address);
    }
    requireIntact(file, wheel, address);
  }

  private InputStream open(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != OK) {
        response.body().close();
        throw new IOException("it answers %d".formatted(response.statusCode()));
      }
      return response.body();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The build was interrupted");
    }
  }

  /** Reads no more than was announced, whatever the server goes on to send. */
  private static void copy(InputStream body, Path file, long size, URI address) throws IOException {
    try (OutputStream output = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long received = 0;
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        received += count;
        if (received > size) {
          throw tooLarge(address, size);
        }
        output.write(buffer, 0, count);
      }
    }
  }

  private static void requireIntact(Path file, BuiltWheel wheel, URI address) throws IOException {
    Digest found = Digest.ofFile(file);
    if (!found.equals(wheel.sha256())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has the digest %s, and %s says %s; it was changed after it was built, so build the wheels again"
              .formatted(address, found, WheelList.FILE_NAME, wheel.sha256()));
    }
  }

  private static BuildFailure tooLarge(URI address, long limit) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s has more than the %d bytes that are allowed; build the wheels again, or raise --max-wheel-bytes"
            .formatted(address, limit));
  }

  private static BuildFailure unreachable(URI address, IOException exception) {
    return MachineFailures.behind(exception)
        .orElseGet(() ->
            new BuildFailure(
                ExitCode.NETWORK,
                "The wheel server does not give %s (%s); see to it that this machine reaches it"
                    .formatted(
                        address,
                        Optional.ofNullable(exception.getMessage())
                            .orElseGet(() -> exception.getClass().getSimpleName()))));
  }

  /**
   * A server of wheels.
   *
   * @param root its address, with a slash at the end
   * @param list the digest of its {@code wheels.json}
   */
  private record Server(URI root, Digest list) {

    static Server of(String place) {
      Matcher matcher = PLACE.matcher(place);
      if (!matcher.matches()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "--wheels %s is no server of wheels; write it as http://HOST:PORT/#sha256=HASH, with the SHA-256 of its wheels.json"
                .formatted(place));
      }
      return new Server(URI.create(matcher.group(1)), new Digest(matcher.group(2)));
    }
  }
}

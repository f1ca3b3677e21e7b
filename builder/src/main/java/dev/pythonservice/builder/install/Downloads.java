package dev.pythonservice.builder.install;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.Retries.PassingFault;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Brings wheels onto this machine, each under the hash that the lock gives it. What has been
 * downloaded once stays in the cache; a file of this machine is used where it is.
 */
public final class Downloads {

  /** Binary distribution format, "Escaping and Unicode": nothing in it can name another folder. */
  private static final Pattern FILE_NAME =
      Pattern.compile("[A-Za-z0-9_.+!-]{1,250}\\.(whl|tar\\.gz)");

  private final Access access;
  private final Limits limits;
  private final Path cache;
  private final Path work;
  private final FileServer server;
  private final Retries retries;
  private final Duration silence;

  /**
   * Downloads.
   *
   * @param access how the outside is reached
   * @param proxies which proxies are on the way
   * @param limits how large a file may be
   * @param cache the folder that is kept between builds
   * @param work a folder on the same disk, where files are until they are whole
   */
  public Downloads(Access access, ProxySettings proxies, Limits limits, Path cache, Path work) {
    this(
        access,
        proxies,
        limits,
        cache,
        work,
        Retries.usual(Downloads::pause),
        Duration.ofSeconds(60));
  }

  Downloads(
      Access access,
      ProxySettings proxies,
      Limits limits,
      Path cache,
      Path work,
      Retries retries,
      Duration silence) {
    this.access = access;
    this.limits = limits;
    this.cache = cache.toAbsolutePath();
    this.work = work.toAbsolutePath();
    this.retries = retries;
    this.silence = silence;
    this.server = new FileServer(access, proxies);
  }

  /**
   * The wheel's file on this machine, with the right hash.
   *
   * @throws BuildFailure when it cannot be had, or is another file than the lock says
   */
  public Path fetch(ChosenWheel wheel) {
    LockedFile file = wheel.file();
    if (!FILE_NAME.matcher(file.fileName()).matches()) {
      throw failure(
          wheel,
          ExitCode.INPUT,
          "is not the name of a wheel or of a source archive; lock the project again");
    }
    try {
      return "file".equals(file.url().getScheme()) ? local(wheel) : cached(wheel);
    } catch (IOException exception) {
      throw failure(
          wheel,
          ExitCode.MACHINE,
          "cannot be kept in %s: %s; make room there, or make it writable"
              .formatted(cache, exception.getMessage()));
    }
  }

  private Path local(ChosenWheel wheel) throws IOException {
    Path path = Path.of(wheel.file().url());
    if (!Files.isRegularFile(path)) {
      throw failure(
          wheel, ExitCode.INPUT, "does not exist at " + path + "; lock the project again");
    }
    check(wheel, Digest.ofFile(path), "at " + path);
    if (path.endsWith(wheel.file().fileName())) {
      return path;
    }
    Path kept = place(wheel);
    Files.createDirectories(kept.getParent());
    return Files.copy(path, kept, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path cached(ChosenWheel wheel) throws IOException {
    Path kept = place(wheel);
    if (Files.isRegularFile(kept) && Digest.ofFile(kept).equals(wheel.file().sha256())) {
      return kept;
    }
    if (wheel.file().size() > limits.wheelBytes()) {
      throw failure(
          wheel,
          ExitCode.INPUT,
          "has %d bytes by the lock, which is more than %d bytes; use another version, or raise the limit with --max-wheel-bytes"
              .formatted(wheel.file().size(), limits.wheelBytes()));
    }
    if (access.offline()) {
      throw failure(
          wheel,
          ExitCode.INPUT,
          "is not in the cache, and the build is offline; build once with network access");
    }
    Files.createDirectories(kept.getParent());
    Files.createDirectories(work);
    Path part = Files.createTempFile(work, "part", "");
    try {
      download(wheel, part);
      return Files.move(
          part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void download(ChosenWheel wheel, Path part) throws IOException {
    URI address = server.mirrored(wheel.file().url());
    try {
      retries.run(() -> attempt(wheel, address, part));
    } catch (PassingFault fault) {
      throw failure(
          wheel,
          ExitCode.NETWORK,
          "cannot be downloaded from %s: %s; try again later, or name a mirror with --mirror"
              .formatted(FileServer.host(address), fault.getMessage()));
    }
  }

  private Path attempt(ChosenWheel wheel, URI address, Path part) throws PassingFault {
    try (InputStream body = body(wheel, address)) {
      Digest digest = new Transfer(body, limit(wheel), silence).to(part);
      String place = "from " + FileServer.host(address);
      if (wheel.file().size() >= 0 && Files.size(part) < wheel.file().size()) {
        throw new IOException(
            "it broke off after %d of %d bytes".formatted(Files.size(part), wheel.file().size()));
      }
      check(wheel, digest, place);
      return part;
    } catch (Transfer.TooLarge exception) {
      throw failure(
          wheel,
          ExitCode.INPUT,
          "has more than %d bytes at %s; lock the project again, or raise the limit with --max-wheel-bytes"
              .formatted(limit(wheel), FileServer.host(address)));
    } catch (Transfer.NotWritten exception) {
      throw failure(
          wheel,
          ExitCode.MACHINE,
          "cannot be kept in %s: %s; make room there".formatted(cache, exception.getMessage()));
    } catch (PassingFault fault) {
      throw fault;
    } catch (IOException exception) {
      // All else that goes wrong with TLS, such as a cut connection, may pass.
      if (TrustedAuthorities.isDistrust(exception)) {
        throw failure(
            wheel,
            ExitCode.INPUT,
            "cannot be downloaded, because %s is not trusted: %s; name its authority's PEM file with --certificate-authority"
                .formatted(FileServer.host(address), exception.getMessage()));
      }
      throw new PassingFault(said(exception), Optional.empty());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw failure(wheel, ExitCode.INTERNAL, "was not downloaded, because the build was ended");
    }
  }

  private InputStream body(ChosenWheel wheel, URI address)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = server.get(address);
    int status = answer.statusCode();
    if (status == 200) {
      return answer.body();
    }
    answer.body().close();
    String host = FileServer.host(address);
    if (status == 429 || status >= 500) {
      throw new PassingFault("it answered " + status, retryAfter(answer));
    }
    throw switch (status) {
      case 401, 403 ->
          failure(
              wheel,
              ExitCode.INPUT,
              "is refused by %s with %d; %s"
                  .formatted(
                      host,
                      status,
                      server.withholds(address)
                          ? "its password is not sent over plain HTTP, so lock it with https, or"
                              + " name the host with --plain-http"
                          : "give user and password for this host with --credentials"));
      case 404, 410 ->
          failure(
              wheel,
              ExitCode.INPUT,
              "is no longer at %s (%d); lock the project again".formatted(host, status));
      default ->
          failure(
              wheel,
              ExitCode.NETWORK,
              "cannot be downloaded: %s answered %d; look at the address in the lock"
                  .formatted(host, status));
    };
  }

  private void check(ChosenWheel wheel, Digest found, String place) {
    if (!found.equals(wheel.file().sha256())) {
      throw failure(
          wheel,
          ExitCode.INPUT,
          "has the hash %s %s, and the lock says %s; find out who changed it, or lock again"
              .formatted(found, place, wheel.file().sha256()));
    }
  }

  /** What a lock says of sizes is its own, and the limit the platform's. */
  private long limit(ChosenWheel wheel) {
    long size = wheel.file().size();
    return size >= 0 ? Math.min(size, limits.wheelBytes()) : limits.wheelBytes();
  }

  private Path place(ChosenWheel wheel) {
    return cache
        .resolve("wheels")
        .resolve(wheel.file().sha256().hex())
        .resolve(wheel.file().fileName());
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static String said(IOException exception) {
    if (exception instanceof ConnectException) {
      return "there is no connection to it";
    }
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }

  private static BuildFailure failure(ChosenWheel wheel, ExitCode exitCode, String message) {
    return new BuildFailure(
        exitCode, "%s: %s %s".formatted(wheel.locked(), wheel.file().fileName(), message));
  }

  private static void pause(Duration duration) {
    Executor later = CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture.runAsync(() -> {}, later).join();
  }
}

package dev.pythonservice.e2e.builder.faults;

import static dev.pythonservice.e2e.builder.faults.ExitCode.INPUT;
import static dev.pythonservice.e2e.builder.faults.ExitCode.MACHINE;
import static dev.pythonservice.e2e.builder.faults.ExitCode.NETWORK;
import static dev.pythonservice.e2e.builder.faults.ExitCode.REGISTRY;
import static dev.pythonservice.e2e.proxy.FaultProxy.ANY_METHOD;

import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.servers.Login;
import dev.pythonservice.e2e.servers.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;

/** Registries, indexes and machines that stay broken. */
public final class BrokenSurroundings {

  private static final int MEBIBYTE = 1 << 20;
  private static final String UPLOADS = "/blobs/uploads/";
  private static final String WHEEL = "[.]whl$";
  private static final String WHEELS_NAME = "-1.0-py3-none-any.whl";

  /** What is left in the cache is said as a failure of its own, as nobody sees it later. */
  private static final String SMALL_DISK =
      """
      mount -t tmpfs -o size=2m small-disk "$0" || exit 99
      "$@"
      code=$?
      test -z "$(find "$0/work" -mindepth 1 2>&1)" || exit 98
      exit $code
      """;

  private BrokenSurroundings() {}

  /** All of them. */
  public static Stream<Refusal> all() {
    return Stream.of(registries(), indexes(), machines()).flatMap(each -> each);
  }

  private static Stream<Refusal> registries() {
    return Stream.of(
        Refusal.of(
            "a registry that is not there",
            REGISTRY,
            scene -> {
              String nobody = "127.0.0.1:" + LoopbackServer.freePort();
              scene.ask(build -> build.through(nobody));
            },
            "base/python: reading the manifest 3.13 failed",
            "there is no connection to 127.0.0.1:",
            "check that it runs"),
        Refusal.of(
            "a registry that does not know the user",
            REGISTRY,
            scene -> {
              scene.option("--registry-config", dockerConfiguration(scene));
              scene.registry().make(Fault.Status.of(401), ANY_METHOD, "/v2/");
            },
            "base/python: reading the manifest 3.13 failed",
            "401",
            "--registry-config"),
        registry(
            "a repository that the user may not write to",
            Fault.Status.of(403),
            "POST",
            UPLOADS,
            "/layers: opening an upload for the blob sha256:",
            "403",
            "the credentials are known but do not allow it"),
        registry(
            "a registry that takes no large request",
            Fault.Status.of(413),
            "PUT",
            UPLOADS,
            "sending the blob sha256:",
            "413",
            "raise that limit"),
        registry(
            "a registry that limits the number of requests",
            Fault.Status.of(429),
            "PUT",
            UPLOADS,
            "sending the blob sha256:",
            "429",
            "try later",
            "(tried 4 times)"),
        registry(
            "a registry that breaks at every blob",
            Fault.Status.of(500),
            "PUT",
            UPLOADS,
            "sending the blob sha256:",
            "500",
            "its log says more",
            "(tried 4 times)"),
        registry(
            "a registry that breaks at the tag",
            Fault.Status.of(500),
            "PUT",
            "/manifests/latest",
            "/orders: writing the manifest latest failed",
            "500"),
        registry(
            "a registry that is cut off in the middle of every upload",
            new Fault.Cut(50),
            "PUT",
            UPLOADS,
            "sending the blob sha256:",
            "the connection to 127.0.0.1:",
            "broke"),
        registry(
            "a registry that is cut off at the start of every download",
            new Fault.Cut(0),
            "GET",
            "/blobs/",
            "reading the blob sha256:",
            "the connection to 127.0.0.1:",
            "broke"),
        registry(
            "a registry whose storage is damaged",
            new Fault.Corruption(),
            "GET",
            "/base/python/blobs/",
            "base/python: reading the blob sha256:",
            "what came has the digest sha256:",
            "damaged"));
  }

  private static Refusal registry(
      String sentence, Fault fault, String method, String path, String... words) {
    return Refusal.of(
        sentence, REGISTRY, scene -> scene.registry().make(fault, method, path), words);
  }

  private static String dockerConfiguration(Scene scene) throws IOException {
    String user = "reader:" + Attempt.SECRET;
    String auth = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    Path file = scene.aside().resolve("config.json");
    Files.writeString(
        file,
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(scene.registry().authority(), auth));
    return file.toString();
  }

  private static Stream<Refusal> indexes() {
    return Stream.of(
        Refusal.of(
            "an index that is not there",
            NETWORK,
            scene -> {
              String nobody = "127.0.0.1:" + LoopbackServer.freePort();
              String index = scene.files().authority();
              scene.edit("pyproject.toml", text -> text.replace(index, nobody));
              scene.edit("uv.lock", text -> text.replace(index, nobody));
            },
            WHEELS_NAME,
            "cannot be downloaded from 127.0.0.1:",
            "--mirror"),
        Refusal.of(
            "an index that does not know the user",
            INPUT,
            scene -> {
              Path folder =
                  new Login("reader", Attempt.SECRET)
                      .mountedIn(scene.aside().resolve("credentials"));
              scene.option("--credentials", scene.files().authority() + "=" + folder);
              scene.option("--plain-http", scene.files().authority());
              scene.files().make(Fault.Status.of(401), "GET", WHEEL);
            },
            WHEELS_NAME,
            "is refused by 127.0.0.1:",
            "401",
            "--credentials"),
        index(
            "an index that has no such file any more",
            INPUT,
            Fault.Status.of(404),
            "is no longer at 127.0.0.1:",
            "lock the project again"),
        index(
            "an index that is broken",
            NETWORK,
            Fault.Status.of(500),
            "it answered 500",
            "try again later"),
        index(
            "an index that is cut off in the middle of every wheel",
            NETWORK,
            new Fault.Cut(300),
            "cannot be downloaded from 127.0.0.1:",
            "try again later"),
        index(
            "an index that sends the beginning of wheels",
            NETWORK,
            new Fault.Truncation(300),
            "it broke off after 300 of",
            "try again later"),
        index(
            "an index that sends other bytes",
            INPUT,
            new Fault.Corruption(),
            "has the hash sha256:",
            "the lock says sha256:"));
  }

  private static Refusal index(String sentence, ExitCode code, Fault fault, String... words) {
    return Refusal.of(sentence, code, scene -> scene.files().make(fault, "GET", WHEEL), words);
  }

  private static Stream<Refusal> machines() {
    return Stream.of(
        onSmallDisk(
            "a disk without room for the source",
            scene -> {
              withNoise(scene);
              scene.fromArtifact();
            },
            "/cache",
            "make room"),
        onSmallDisk(
            "a disk without room for a wheel",
            scene -> scene.lock(Wheels.large("alpha", 3 * MEBIBYTE)),
            "alpha-1.0-py3-none-any.whl",
            "/cache",
            "make room"),
        onSmallDisk(
            "a disk without room for a wheel's files",
            scene -> scene.lock(Wheels.bomb("alpha", 3 * MEBIBYTE)),
            "alpha-1.0-py3-none-any.whl",
            "make room"),
        onSmallDisk(
            "a disk without room for the application's layer",
            BrokenSurroundings::withNoise,
            "/cache",
            "make room"));
  }

  /** The project gets a file whose bytes no compression makes fewer. */
  private static void withNoise(Scene scene) throws IOException {
    byte[] noise = new byte[3 * MEBIBYTE];
    new Random(1).nextBytes(noise);
    Files.write(scene.project().resolve("src/orders/noise.bin"), noise);
  }

  /**
   * The builder's cache is a file system of two MiB in main memory, which only the builder sees and
   * which is gone with it: a write ends with ENOSPC, as on a full disk.
   */
  private static Refusal onSmallDisk(String sentence, Refusal.Spoiling spoiling, String... words) {
    return Refusal.of(
        sentence,
        MACHINE,
        scene -> {
          spoiling.spoil(scene);
          Files.createDirectories(scene.cache());
          scene.launchedBy("unshare", "--mount", "sh", "-c", SMALL_DISK, scene.cache().toString());
        },
        words);
  }
}

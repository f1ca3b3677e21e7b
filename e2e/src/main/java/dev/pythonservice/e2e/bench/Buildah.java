package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the builder is measured against: buildah, with the Containerfile that uv's guide for Docker
 * recommends. It is as fast here as it can be made: one stage, because a second one copies the
 * whole environment anew after each change, and the storage driver {@code overlay}, because {@code
 * vfs} copies every layer on every layer.
 *
 * @param storage its images, layers and caches, uv's cache among them
 * @param containerfile how the image is made
 * @param project the folder of the project
 * @param registry host and port of a registry that speaks plain HTTP
 * @param environment the environment, for the certificate authority that downloads go by
 */
record Buildah(
    Path storage,
    Path containerfile,
    Path project,
    String registry,
    Map<String, String> environment) {

  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final String TRUST = "SSL_CERT_FILE";
  private static final String DRIVER = "overlay";

  /** Builds with what is on this machine, and pushes. */
  void build(String repository) {
    build(repository, List.of());
  }

  /** Builds with layers that are kept in a repository, too, and pushes. */
  void build(String repository, String cacheRepository) {
    String cache = registry + "/" + cacheRepository;
    build(repository, List.of("--cache-from=" + cache, "--cache-to=" + cache));
  }

  private void build(String repository, List<String> caching) {
    String image = "%s/%s:latest".formatted(registry, repository);
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of("bud", "--layers", "--isolation=chroot", "--network=host", "--tls-verify=false"));
    words.addAll(caching);
    words.add("--build-arg=REGISTRY=" + registry);
    String trust = environment.getOrDefault(TRUST, "");
    if (!trust.isEmpty()) {
      words.add("--volume=%s:%s:ro".formatted(trust, trust));
      words.add("--build-arg=%s=%s".formatted(TRUST, trust));
    }
    words.addAll(List.of("--file=" + containerfile, "--tag=" + image, project.toString()));
    run(words);
    run(List.of("push", "--tls-verify=false", image, "docker://" + image));
  }

  /** Takes away all that it has on this machine. */
  void forget() {
    try {
      if (Files.exists(storage)) {
        run(List.of("rm", "--all"));
        run(List.of("rmi", "--all", "--force"));
        // The driver binds its folder onto itself, and leaves it so.
        Command.of("umount", storage.resolve("root").resolve(DRIVER).toString()).attempt();
        Folders.delete(storage);
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(storage + " cannot be deleted", problem);
    }
  }

  private void run(List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add("buildah");
    words.add("--storage-driver=" + DRIVER);
    words.add("--root=" + storage.resolve("root"));
    words.add("--runroot=" + storage.resolve("run"));
    words.addAll(arguments);
    Path caches = storage.resolve("caches");
    try {
      Files.createDirectories(caches);
    } catch (IOException problem) {
      throw new UncheckedIOException(caches + " cannot be made", problem);
    }
    // What RUN --mount=type=cache keeps is in the folder for temporary files.
    Command.of(words).with(Map.of("TMPDIR", caches.toString())).within(DEADLINE).run();
  }
}

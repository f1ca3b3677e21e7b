package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.tools.ToolCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What uv installs of the lock that is in an image, by the image's own Python and for its own libc:
 * uv runs within the unpacked image, as it would in a container.
 *
 * @param image the unpacked image of this machine's platform
 * @param path the project's folder in it, such as {@code /app}
 * @param options of {@code uv sync} and {@code uv export}
 */
record SyncedInImage(UnpackedImage image, String path, List<String> options) {

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** The environment for the other platform, in the image. */
  private static final String OTHER = "/reference/other";

  /** A mount namespace of its own, with the cache of this machine's uv. */
  private static final String SCRIPT =
      """
      set -e
      root=$1; cache=$2; shift 2
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      mkdir -p "$root/reference/cache" "$cache"
      mount --bind "$cache" "$root/reference/cache"
      exec chroot "$root" "$@"
      """;

  /** By {@code uv sync}. */
  InstalledSet synced(Path uv) throws IOException {
    prepare(uv);
    List<String> words =
        words("sync", "--no-install-workspace", "--python=/usr/bin/python3", "--link-mode=copy");
    run(words);
    return InstalledSet.of(image.root().resolve("reference/venv"));
  }

  /**
   * For another platform, for which {@code uv sync} cannot install: by {@code uv export} and {@code
   * uv pip sync}.
   *
   * @param platform as uv names it, such as {@code aarch64-manylinux_2_40}
   * @param version the full version of Python
   */
  InstalledSet syncedFor(Path uv, String platform, String version) throws IOException {
    prepare(uv);
    String list = "/reference/pylock.reference.toml";
    run(words("export", "--no-emit-workspace", "--format=pylock.toml", "--output-file=" + list));
    run(List.of("/reference/uv", "venv", "--quiet", "--python=/usr/bin/python3", OTHER));
    run(
        List.of(
            "/reference/uv",
            "pip",
            "sync",
            "--quiet",
            "--preview-features=pylock",
            "--no-build",
            "--python=" + OTHER,
            "--python-platform=" + platform,
            "--python-version=" + version,
            "--link-mode=copy",
            list));
    return InstalledSet.of(image.root().resolve("." + OTHER));
  }

  private void prepare(Path uv) throws IOException {
    Path reference = Files.createDirectories(image.root().resolve("reference"));
    Files.copy(uv, reference.resolve("uv"), StandardCopyOption.REPLACE_EXISTING);
    for (String file : List.of("resolv.conf", "hosts")) {
      Files.copy(
          Path.of("/etc", file),
          image.root().resolve("etc").resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String authorities = System.getenv("SSL_CERT_FILE");
    if (authorities != null) {
      Files.copy(
          Path.of(authorities).toRealPath(),
          reference.resolve("authorities.pem"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<String> words(String command, String... further) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "/reference/uv",
                command,
                "--quiet",
                "--frozen",
                "--no-dev",
                "--no-config",
                "--project=" + path));
    words.addAll(List.of(further));
    words.addAll(options);
    return words;
  }

  private void run(List<String> words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("UV_PROJECT_ENVIRONMENT", "/reference/venv");
    environment.put("UV_CACHE_DIR", "/reference/cache");
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    if (System.getenv("SSL_CERT_FILE") != null) {
      environment.put("SSL_CERT_FILE", "/reference/authorities.pem");
      environment.put("SSL_CERT_DIR", "");
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                image.root().toString(),
                ToolCache.cacheFolder(System.getenv()).resolve("uv-reference").toString()));
    line.addAll(words);
    Command.of(line).with(environment).within(DEADLINE).run();
  }
}

package dev.pythonservice.e2e.measure;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The image of a service, unpacked, in which its engines run as in a container: as user 65532, on a
 * read-only root, with process numbers of their own that begin at 1, and folders in memory where a
 * pod has them. They share this machine's network.
 *
 * @param root the image's root
 */
public record ServiceRoot(Path root) implements AutoCloseable {

  /** Where the package that measures is in an image. */
  public static final String SEARCH_PATH = "/opt/pythonservice/measure";

  /** Where workers count, as in a pod. */
  public static final String COUNTS = "/run/pythonservice";

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final String SCRIPT =
      """
      set -e
      root=$1; shift
      mount --bind "$root" "$root"
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      for folder in tmp run/pythonservice; do
        mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/$folder"
      done
      mount -o remount,bind,ro "$root"
      exec unshare --root="$root" --wd=/app --setgid=65532 --setuid=65532 -- "$@"
      """;

  /**
   * Unpacks an image for this machine.
   *
   * @param crane the program that fetches it
   * @param reference the image in a registry that this machine reaches without TLS
   * @param folder an empty folder
   * @throws IOException when it cannot be written
   */
  public static ServiceRoot unpack(String crane, String reference, Path folder) throws IOException {
    Path tar = Files.createDirectories(folder).resolve("image.tar");
    String platform = "linux/" + Platform.ofThisMachine().architecture();
    Command.of(crane, "export", "--insecure", "--platform", platform, reference, tar.toString())
        .within(DEADLINE)
        .run();
    Path root = Files.createDirectories(folder.resolve("root"));
    Command.of("tar", "-xpf", tar.toString(), "-C", root.toString()).within(DEADLINE).run();
    Files.delete(tar);
    for (String mounted : List.of("proc", "dev", "tmp", "run/pythonservice")) {
      Files.createDirectories(root.resolve(mounted));
    }
    return new ServiceRoot(root);
  }

  /** Puts a file beside the project's. */
  public void addToProject(String name, String text) throws IOException {
    Files.writeString(root.resolve("app").resolve(name), text);
  }

  /**
   * Starts a program of the image.
   *
   * @param environment all variables that it has besides {@code PATH} and {@code HOME}
   * @param log where its output goes
   * @throws IOException when it cannot be started
   */
  public Process start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", SCRIPT));
    line.add("sh");
    line.add(root.toString());
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME", "/tmp",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONUNBUFFERED", "1"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Override
  public void close() throws IOException {
    Folders.delete(root);
  }
}

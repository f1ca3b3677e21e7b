package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An image of one platform, unpacked, in which programs run as they would in a container. */
public record UnpackedImage(Path root, Platform platform) implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Path EMULATOR = Path.of("/usr/bin/qemu-aarch64-static");

  /** A mount namespace of its own, the root read-only in it, and nothing of our environment. */
  private static final String SCRIPT =
      """
      set -e
      root=$1; shift
      mount --bind "$root" "$root"
      mount -t proc proc "$root/proc"
      mount -o remount,bind,ro "$root"
      exec env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 HOME=/home/nonroot chroot --userspec=65532:65532 "$root" "$@"
      """;

  static UnpackedImage of(LocalRegistry registry, String name, Platform platform, Path folder)
      throws IOException {
    return of(registry.program(), registry.address() + "/" + name, platform, folder);
  }

  /**
   * Unpacks an image, whatever its layers are compressed with.
   *
   * @param crane the program that fetches it
   * @param reference the image in a registry that this machine reaches without TLS
   * @param folder where; the image's root is made in it
   */
  public static UnpackedImage of(Path crane, String reference, Platform platform, Path folder)
      throws IOException {
    Path tar = Files.createDirectories(folder).resolve("image.tar");
    Command.of(
            crane.toString(),
            "export",
            "--insecure",
            "--platform",
            "linux/" + platform.architecture(),
            reference,
            tar.toString())
        .within(DEADLINE)
        .run();
    Path root = Files.createDirectories(folder.resolve("root"));
    Command.of("tar", "-xpf", tar.toString(), "-C", root.toString()).within(DEADLINE).run();
    Files.delete(tar);
    if (platform != Platform.ofThisMachine()) {
      Files.copy(EMULATOR, root.resolve("emulator"));
    }
    return new UnpackedImage(root, platform);
  }

  @Override
  public void close() throws IOException {
    Folders.delete(root);
  }

  /** Puts a file into the image's root. */
  public void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  /** Runs a program as user 65532 on a read-only root and gives its standard output. */
  public String run(String... words) {
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", SCRIPT));
    line.add("sh");
    line.add(root.toString());
    line.addAll(emulated(words));
    return Command.of(line).within(DEADLINE).run();
  }

  /** Starts a program that stays. */
  public Process start(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("chroot", root.toString()));
    line.addAll(emulated(words));
    return new ProcessBuilder(line).start();
  }

  private List<String> emulated(String... words) {
    List<String> line = new ArrayList<>();
    if (platform != Platform.ofThisMachine()) {
      line.add("/emulator");
    }
    line.addAll(List.of(words));
    return line;
  }
}

package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is mounted below the cluster's folder: file systems of containers, Secrets, tokens. */
record Mounts(Layout layout) {

  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  /** Mount points below the cluster's folder, in the order of mounting. */
  List<String> list() {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          // The fifth field is the mount point, with blanks as octal escapes
          // (proc_pid_mountinfo(5)).
          .map(line -> line.split(" ")[4].replace("\\040", " "))
          .filter(point -> point.startsWith(layout.root() + "/"))
          .toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(TABLE + " cannot be read", exception);
    }
  }

  /** Unmounts all of them, the last first. */
  void unmount() {
    for (String point : list().reversed()) {
      if (!Command.of("umount", point).succeeds()) {
        // Something still has a file open there: out of sight now, gone when it is closed.
        Command.of("umount", "--lazy", point).run();
      }
    }
  }
}

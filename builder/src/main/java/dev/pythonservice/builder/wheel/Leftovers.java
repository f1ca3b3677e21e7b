package dev.pythonservice.builder.wheel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What foreign code left running. Once its parent has ended a process is nobody's child any more,
 * so it is known by its environment, which names the folder that it was built in (proc(5), {@code
 * /proc/pid/environ}). Code that hides even so ends with the place that {@code wheel} runs in.
 */
final class Leftovers {

  /** A process may start another one while this looks. */
  private static final int MOST_ROUNDS = 10;

  private Leftovers() {}

  /**
   * Ends them; where there is no {@code /proc}, none.
   *
   * @param folder the folder of a build, whose name no other build has
   */
  static void end(Path folder) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<ProcessHandle> found = of(folder);
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  static List<ProcessHandle> of(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> !process.equals(ProcessHandle.current()))
        .filter(process -> environment(process).contains(folder + "/"))
        .toList();
  }

  /** Empty for one that has ended, or is another user's. */
  private static String environment(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException exception) {
      return "";
    }
  }
}

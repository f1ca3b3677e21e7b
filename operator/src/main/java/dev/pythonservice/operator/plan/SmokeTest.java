package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is tried of an image on an architecture before it gets traffic there: that its modules can
 * be imported. A wheel that exists may still end the process, for an instruction that the processor
 * lacks or for the size of the kernel's pages.
 */
public final class SmokeTest {

  /** The name of the container that runs it. */
  public static final String CONTAINER = "smoke-test";

  /** The reason when it fails. */
  static final String FAILED = "SmokeTestFailed";

  /**
   * Imports each module that has native code, and those in its arguments, in a process of its own:
   * so that one that ends its process is known by name, and that none needs memory for the others.
   *
   * <p>Of wheels it takes the topmost package that has code, as {@code google} has none of its own;
   * a native file beside no package counts where it exports a module's entry point. A package may
   * be installed without others that only some of it needs, and is not to blame for their lack.
   */
  private static final String SCRIPT =
      """
      import importlib
      import mmap
      import os
      import pathlib
      import signal
      import sys
      import traceback

      TERMINATION_LOG = "/dev/termination-log"
      LONGEST_IMPORT = 300  # seconds
      LONGEST_WORDS = 512  # bytes


      def native_modules():
          for folder in map(pathlib.Path, dict.fromkeys(sys.path)):
              if any(folder.glob("*.dist-info")):
                  yield from sorted({module_of(file, folder) for file in folder.rglob("*.so")} - {""})


      def module_of(file, folder):
          names = []
          for name in file.relative_to(folder).parts[:-1]:
              names.append(name)
              if any(folder.joinpath(*names).glob("__init__.*")):
                  break
          else:
              names.append(file.name.partition(".")[0])
              if f"PyInit_{names[-1]}".encode() not in file.read_bytes():
                  return ""
          return ".".join(names) if all(map(str.isidentifier, names)) else ""


      def attempt(name, is_own, words):
          signal.signal(signal.SIGTERM, signal.SIG_DFL)
          signal.alarm(LONGEST_IMPORT)
          try:
              importlib.import_module(name)
          except BaseException as error:
              if is_own or not is_lack_of_another(error, name):
                  traceback.print_exc()
                  text = " ".join(f"failed: {type(error).__name__}: {error}".split())
                  words.write(text.encode()[:LONGEST_WORDS])
                  return 1
          return 0


      def is_lack_of_another(error, name):
          lacking = (getattr(error, "name", None) or name).partition(".")[0]
          return isinstance(error, ModuleNotFoundError) and lacking != name.partition(".")[0]


      def problem(name, is_own):
          words = mmap.mmap(-1, LONGEST_WORDS)  # shared with the child
          child = os.fork()
          if child == 0:
              os._exit(attempt(name, is_own, words))
          _, status = os.waitpid(child, 0)
          if os.WIFSIGNALED(status):
              ended_by = signal.Signals(os.WTERMSIG(status))
              if ended_by == signal.SIGALRM:
                  return f"did not end within {LONGEST_IMPORT} seconds"
              return f"ended with {ended_by.name}"
          if code := os.WEXITSTATUS(status):
              said = words[:].rstrip(b"\\0").decode(errors="replace")
              return said or f"ended with exit code {code}"
          return ""


      def main(applications):
          # The first process of a container has no default for it.
          signal.signal(signal.SIGTERM, lambda number, _: os._exit(128 + number))
          own = dict.fromkeys(applications)
          for name in dict.fromkeys([*native_modules(), *own]):
              if said := problem(name, name in own):
                  line = f"importing {name} {said}"
                  print(line, file=sys.stderr)
                  log = os.environ.get("PYTHONSERVICE_TERMINATION_LOG", TERMINATION_LOG)
                  pathlib.Path(log).write_text(line)
                  return 1
              print(f"importing {name} succeeded", flush=True)
          return 0


      sys.exit(main(sys.argv[1:]))
      """;

  /** With a name of a length that the API takes. */
  private static final Pattern WORDS = Pattern.compile("^importing (\\S{1,128}) ");

  private SmokeTest() {}

  /** The command that tries an image with these servers; {@code spec.servers[].app} is imported. */
  public static List<String> command(List<Server> servers) {
    return Stream.concat(
            Stream.of(Measuring.INTERPRETER, "-c", SCRIPT),
            servers.stream().map(server -> server.app().split(":", 2)[0]).distinct())
        .toList();
  }

  /** The module that its last words are about. */
  static Optional<String> moduleIn(String words) {
    return Optional.of(WORDS.matcher(words)).filter(Matcher::find).map(found -> found.group(1));
  }
}

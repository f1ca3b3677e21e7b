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
   * Imports each package that has native code and each of its native modules, then the modules in
   * its arguments; each package in a process of its own, so that one that ends its process is known
   * by name, and that none needs memory for the others.
   *
   * <p>A package is the topmost folder with code: {@code google} has none of its own. Some load
   * their native modules only when they are used, so these are imported, too; but they may be made
   * for what is not there, and only the end of the process counts. Nor is a package to blame for
   * another one that only some of it needs. A native file in no package counts where it has a
   * module's entry point.
   */
  private static final String SCRIPT =
      """
      import contextlib
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


      def native_packages():
          packages = {}
          for folder in map(pathlib.Path, dict.fromkeys(sys.path)):
              if any(folder.glob("*.dist-info")):
                  for file in sorted(folder.rglob("*.so")):
                      if name := package_of(file, folder):
                          packages.setdefault(name, []).extend(module_in(file, folder))
          return packages


      def package_of(file, folder):
          names = []
          for name in file.relative_to(folder).parts[:-1]:
              names.append(name)
              if any(folder.joinpath(*names).glob("__init__.*")):
                  break
          else:
              names.append(file.name.partition(".")[0])
              if not has_entry_point(file, names[-1]):
                  return ""
          return ".".join(names) if all(map(str.isidentifier, names)) else ""


      def has_entry_point(file, name):
          with file.open("rb") as opened, contextlib.suppress(ValueError):  # an empty file
              with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                  return content.find(f"PyInit_{name}".encode()) >= 0
          return False


      def module_in(file, folder):
          # The tag of an interpreter tells a module from a library.
          if len(file.suffixes) > 1:
              *names, last = file.relative_to(folder).parts
              yield ".".join([*names, last.partition(".")[0]])


      def attempt(name, modules, is_own, words):
          signal.signal(signal.SIGTERM, signal.SIG_DFL)
          signal.alarm(LONGEST_IMPORT)
          note(words, name)
          try:
              importlib.import_module(name)
          except BaseException as error:
              if is_own or not is_lack_of_another(error, name):
                  traceback.print_exc()
                  note(words, f"{name} failed: {type(error).__name__}: {error}")
                  return 1
          for module in modules:
              note(words, module)
              with contextlib.suppress(BaseException):
                  importlib.import_module(module)
          return 0


      def is_lack_of_another(error, name):
          lacking = (getattr(error, "name", None) or name).partition(".")[0]
          return isinstance(error, ModuleNotFoundError) and lacking != name.partition(".")[0]


      def note(words, text):
          words[:] = " ".join(text.split()).encode()[:LONGEST_WORDS].ljust(LONGEST_WORDS, b"\\0")


      def problem(name, modules, is_own):
          words = mmap.mmap(-1, LONGEST_WORDS)  # shared with the child
          child = os.fork()
          if child == 0:
              os._exit(attempt(name, modules, is_own, words))
          _, status = os.waitpid(child, 0)
          said = words[:].rstrip(b"\\0").decode(errors="replace")
          if os.WIFSIGNALED(status):
              ended_by = signal.Signals(os.WTERMSIG(status))
              if ended_by == signal.SIGALRM:
                  return f"{said} did not end within {LONGEST_IMPORT} seconds"
              return f"{said} ended with {ended_by.name}"
          if code := os.WEXITSTATUS(status):
              return said if " " in said else f"{said} ended with exit code {code}"
          return ""


      def main(applications):
          # The first process of a container has no default for it.
          signal.signal(signal.SIGTERM, lambda number, _: os._exit(128 + number))
          own = dict.fromkeys(applications, ())
          for name, modules in (native_packages() | own).items():
              if said := problem(name, modules, name in own):
                  line = f"importing {said}"
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

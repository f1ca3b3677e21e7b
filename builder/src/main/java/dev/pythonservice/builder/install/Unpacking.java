package dev.pythonservice.builder.install;

import dev.pythonservice.builder.base.Interpreter;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Has uv unpack wheels, each alone, as it would into a virtual environment: with the hash required,
 * no network, no build, and no trace of when and by whom.
 */
public final class Unpacking {

  private final Uv uv;
  private final Interpreter interpreter;
  private final Path work;

  /**
   * Unpacking.
   *
   * @param uv the program
   * @param interpreter any CPython that runs here; uv wants one to tell its way of installing, and
   *     the target may have another version
   * @param work a folder that is deleted after the build; wheels are unpacked in it
   */
  public Unpacking(Uv uv, Interpreter interpreter, Path work) {
    this.uv = uv;
    this.interpreter = interpreter;
    this.work = work.toAbsolutePath();
  }

  /**
   * Unpacks a wheel that has been checked.
   *
   * @param file the wheel
   * @param folder where the environment comes to lie; made here
   * @throws BuildFailure when uv refuses it
   * @throws IOException when the folder cannot be written
   */
  void unpack(ChosenWheel wheel, Path file, Target target, Path folder) throws IOException {
    Path own = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".lock"));
    Path lock = Files.writeString(own.resolve("pylock.toml"), lock(wheel, file));
    Program.Outcome outcome =
        uv.program(own, words(lock, target, folder))
            .with(interpreter.environment())
            .with(
                Map.of(
                    "UV_CACHE_DIR",
                    work.resolve("uv").toString(),
                    "UV_NO_INSTALLER_METADATA",
                    "1",
                    "UV_PYTHON_DOWNLOADS",
                    "never"))
            .run();
    if (!outcome.succeeded() && outcome.lackedRoom()) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "%s: there is no room in %s for the files of %s; make room, or name a folder on a larger disk with --cache"
              .formatted(wheel.locked(), work, wheel.file().fileName()));
    }
    if (!outcome.succeeded()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: %s cannot be installed for %s: %s"
              .formatted(
                  wheel.locked(),
                  wheel.file().fileName(),
                  target,
                  outcome.error().lines().map(String::strip).collect(Collectors.joining(" "))));
    }
    Files.delete(lock);
    Files.delete(own);
  }

  /** PEP 751; uv takes no other form with a hash and a path that it need not look for. */
  private static String lock(ChosenWheel wheel, Path file) {
    return """
    lock-version = "1.0"
    created-by = "pythonservice-builder"
    [[packages]]
    name = "%s"
    version = "%s"
    [[packages.wheels]]
    name = "%s"
    path = "%s"
    hashes = { sha256 = "%s" }
    """
        .formatted(
            wheel.locked().name(),
            wheel.locked().version(),
            wheel.file().fileName(),
            file.toAbsolutePath().toString().replace("\\", "\\\\").replace("\"", "\\\""),
            wheel.file().sha256().hex());
  }

  private List<String> words(Path lock, Target target, Path folder) throws IOException {
    return List.of(
        "pip",
        "sync",
        "--quiet",
        "--no-config",
        "--no-progress",
        "--offline",
        "--no-build",
        "--preview-features",
        "pylock",
        "--link-mode",
        "hardlink",
        "--python",
        python().toString(),
        "--python-platform",
        target.uvPlatform(),
        "--python-version",
        target.python().toString(),
        "--prefix",
        folder.toString(),
        lock.toString());
  }

  /**
   * uv starts one file; an interpreter that takes more words than that gets a script of its own.
   */
  private Path python() throws IOException {
    if (interpreter.command().size() == 1) {
      return Path.of(interpreter.command().getFirst());
    }
    return script();
  }

  private synchronized Path script() throws IOException {
    Path script = work.resolve("python");
    if (!Files.exists(script)) {
      String words =
          interpreter.command().stream()
              .map(word -> "'" + word.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "));
      Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return script;
  }
}

package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names {@code python3} and {@code python}, and the standard library's bytecode: without it in
 * the image, a container on a read-only root compiles what it imports at every start.
 *
 * @param version the minor version, such as {@code 3.13}
 * @param interpreterPackages the packages in which the interpreter itself runs
 */
record PythonFiles(String version, List<String> interpreterPackages) implements LayerFinish {

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  PythonFiles {
    interpreterPackages = List.copyOf(interpreterPackages);
  }

  @Override
  public void finish(LayerFolder layer) throws IOException {
    layer.link("usr/bin/python3", "python" + version);
    layer.link("usr/bin/python", "python3");
    layer.progress().say("compiling the standard library of Python " + version);
    compile(layer);
  }

  /**
   * Compiles with this very version of CPython, run from its package for this machine's platform:
   * the bytes are the same on all platforms. The invalidation mode is PEP 552's unchecked hash, as
   * the times of files in a layer say nothing. A fixed hash seed and no other variable of the
   * environment keep the bytes the same in every run.
   */
  private void compile(LayerFolder layer) throws IOException {
    Platform machine = Platform.ofThisMachine();
    Path interpreter = layer.work().resolve("interpreter");
    layer.packagesFor(machine).unpack(interpreterPackages, interpreter);
    Path library = layer.root().resolve("usr/lib/python" + version);
    List<String> line =
        List.of(
            "env",
            "--ignore-environment",
            "PYTHONHASHSEED=0",
            machine.loaderIn(interpreter).toString(),
            "--library-path",
            machine.librariesIn(interpreter).toString(),
            interpreter.resolve("usr/bin/python" + version).toString(),
            "-B",
            "-s",
            "-S",
            "-m",
            "compileall",
            "-q",
            "-f",
            "--invalidation-mode",
            "unchecked-hash",
            "-s",
            layer.root().toString(),
            "-p",
            "/",
            library.toString());
    Command.of(line).within(DEADLINE).run();
    Folders.delete(interpreter);
    allowAllToRead(library);
  }

  /** Whoever makes the images may have a umask that keeps new files to itself. */
  private static void allowAllToRead(Path library) throws IOException {
    List<Path> made;
    try (Stream<Path> files = Files.walk(library)) {
      made = files.filter(file -> file.toString().contains("__pycache__")).toList();
    }
    for (Path file : made) {
      if (Files.isDirectory(file)) {
        Folders.allowAllToEnter(file);
      } else {
        Folders.allowAllToRead(file);
      }
    }
  }
}

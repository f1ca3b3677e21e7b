package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.base.Interpreter;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Compiles Python files with the base image's version. Nothing of them runs. The bytes depend on
 * the files that are compiled together, in their order, and on the exact version of CPython.
 */
public final class Bytecode {

  private static final int AT_ONCE = 2;

  private final Interpreter interpreter;
  private final Path work;
  private final Semaphore processes = new Semaphore(AT_ONCE);

  /**
   * A compiler.
   *
   * @param interpreter a CPython of exactly the base image's version
   * @param work a folder that is deleted after the build
   */
  public Bytecode(Interpreter interpreter, Path work) {
    this.interpreter = interpreter;
    this.work = work.toAbsolutePath();
  }

  /**
   * Compiles the Python files among these entries, in one process.
   *
   * @param entries by path in the image, without a slash in front
   * @return the bytecode of each that compiles and has none yet, by its path in the image
   * @throws BuildFailure when the interpreter fails
   * @throws IOException when the work folder cannot be written
   */
  SortedMap<String, LayerEntry> of(SortedMap<String, LayerEntry> entries) throws IOException {
    Files.createDirectories(work);
    Path folder = Files.createTempDirectory(work, "bytecode-");
    StringBuilder list = new StringBuilder();
    SortedMap<String, Path> outputs = new TreeMap<>();
    entries.forEach((path, entry) -> {
      String cached = cachePath(path);
      boolean wanted = path.endsWith(".py") && !entries.containsKey(cached);
      if (wanted && entry instanceof LayerEntry.Existing(Path file, boolean _, var _)) {
        Path output = folder.resolve(Integer.toString(outputs.size()));
        outputs.put(cached, output);
        for (String text :
            List.of(file.toAbsolutePath().toString(), "/" + path, output.toString())) {
          list.append(text).append('\0');
        }
      }
    });
    if (outputs.isEmpty()) {
      return new TreeMap<>();
    }
    run(Files.writeString(folder.resolve("list"), list));
    SortedMap<String, LayerEntry> compiled = new TreeMap<>();
    outputs.forEach((path, file) -> {
      if (Files.exists(file)) {
        compiled.put(path, new LayerEntry.Existing(file, false));
      }
    });
    return compiled;
  }

  /** The version that compiles, which is part of what decides the bytes. */
  Interpreter interpreter() {
    return interpreter;
  }

  /** PEP 3147. */
  private String cachePath(String path) {
    int slash = path.lastIndexOf('/') + 1;
    int dot = path.lastIndexOf('.');
    String stem = path.substring(slash, Math.max(dot, slash));
    String tag =
        "cpython-%d%d".formatted(interpreter.version().major(), interpreter.version().minor());
    return path.substring(0, slash) + "__pycache__/" + stem + "." + tag + ".pyc";
  }

  private void run(Path list) {
    List<String> words = new ArrayList<>(interpreter.command());
    words.addAll(List.of("-B", "-P", "-s", "-S", "-W", "ignore", "-c", script(), list.toString()));
    try {
      processes.acquire();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The build was ended while it compiled bytecode");
    }
    try {
      Program.Outcome outcome =
          Program.of(work, words)
              .with(interpreter.environment())
              .with(Map.of("PYTHONHASHSEED", "0", "PYTHONUTF8", "1"))
              .run();
      if (!outcome.succeeded() && outcome.lackedRoom()) {
        throw new BuildFailure(
            ExitCode.MACHINE,
            "There is no room in %s for bytecode; make room, or name a folder on a larger disk with --cache"
                .formatted(work));
      }
      if (!outcome.succeeded()) {
        throw new BuildFailure(
            ExitCode.INTERNAL,
            "Python %s ended with %d while it compiled bytecode: %s"
                .formatted(interpreter.version(), outcome.exitCode(), outcome.error().strip()));
      }
    } finally {
      processes.release();
    }
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(Bytecode.class.getResourceAsStream("compile.py"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}

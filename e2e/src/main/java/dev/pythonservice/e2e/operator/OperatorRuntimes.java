package dev.pythonservice.e2e.operator;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.runtime.JavaRuntime;
import dev.pythonservice.e2e.runtime.RuntimeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the operator's runtime of what Maven packaged, and trains its AOT cache. It is made again
 * when the program, the Java or the training changed.
 *
 * @param checkout the folder of the checkout
 * @param cache the folder of this project's caches
 * @param training what the operator does while the AOT cache is recorded
 */
public record OperatorRuntimes(Path checkout, Path cache, OperatorTraining training) {

  private static final String NAME = "operator";

  /**
   * What the operator and its libraries use: logging, TLS and HTTP, management for metrics, XML and
   * naming for what Quarkus looks at, Unsafe for netty.
   */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  public OperatorRuntimes {
    checkout = checkout.toAbsolutePath();
  }

  /**
   * The runtime, made when it is not there or when it is of something else. It has an AOT cache
   * that was tried; without one there is no runtime.
   *
   * @throws ClusterProblem when it cannot be made, with the remedy
   */
  public OperatorRuntime provide(Progress progress) {
    OperatorRuntime runtime = new OperatorRuntime(folder().path());
    folder().provide(key(), () -> make(runtime, progress));
    return runtime;
  }

  /** What decides the runtime: equal keys mean that it need not be made again. */
  public String key() {
    try {
      List<String> parts = new ArrayList<>();
      parts.add(java().key());
      Path packaged = packaged();
      for (Path file : filesOf(packaged)) {
        parts.add(packaged.relativize(file) + " " + Digests.of(file));
      }
      parts.add(String.join(" ", OperatorRuntime.FLAGS));
      parts.add(training.key());
      return Digests.of(String.join("\n", parts));
    } catch (IOException problem) {
      throw new UncheckedIOException("The packaged operator cannot be read", problem);
    }
  }

  private void make(OperatorRuntime runtime, Progress progress) throws IOException {
    RuntimeFolder.copy(java().provide(progress), runtime.home().resolve(OperatorRuntime.JAVA));
    RuntimeFolder.copy(packaged(), runtime.home().resolve(OperatorRuntime.PROGRAM));
    folder().setTimes();
    progress.say("training the operator's AOT cache");
    training.run(runtime);
  }

  private RuntimeFolder folder() {
    return new RuntimeFolder(checkout.resolve("e2e/target/operator-runtime"), NAME);
  }

  private JavaRuntime java() {
    return JavaRuntime.ofThisProcess(NAME, MODULES, cache);
  }

  /** The folder with the runnable program. */
  private Path packaged() throws IOException {
    Path folder = checkout.resolve("operator/target/quarkus-app");
    folder().packaged(folder, "quarkus-run.jar");
    return folder;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

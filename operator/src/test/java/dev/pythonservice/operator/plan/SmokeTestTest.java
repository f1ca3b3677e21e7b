package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.operator.support.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With the Python of this machine, and packages that are laid out as in an image. */
@DisplayName("A smoke test")
final class SmokeTestTest {

  private static final long DEADLINE_SECONDS = 60;

  @TempDir private Path folder;

  private Path packages;
  private Path application;

  @BeforeEach
  void setUp() throws IOException {
    packages = folder.resolve("site-packages");
    application = folder.resolve("application");
    Files.createDirectories(packages.resolve("fast-1.0.dist-info"));
    write(packages.resolve("fast/__init__.py"), "print('fast is there')");
    write(packages.resolve("fast/inner/_fast.abi3.so"), "");
    write(application.resolve("orders/__init__.py"), "");
    write(application.resolve("orders/api.py"), "import fast");
  }

  /**
   * What it ended with.
   *
   * @param lastWords its termination message
   */
  private record Result(int exitCode, String output, String lastWords) {}

  @Test
  @DisplayName("imports what has native code and the application, and nothing else")
  void succeeds() throws IOException, InterruptedException {
    // given
    write(packages.resolve("slow/__init__.py"), "raise SystemExit(1)");
    write(packages.resolve("fast.libs/libfast.so"), "");
    write(packages.resolve("share/library.so"), "");
    write(application.resolve("broken/native.so"), "");

    // when
    Result result = run("orders.api:app", "orders.api:admin.app");

    // then
    assertThat(result.lastWords()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.output().lines().filter(line -> line.startsWith("importing")))
        .containsExactly("importing fast succeeded", "importing orders.api succeeded");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(
            "names a package whose processor lacks an instruction",
            "site-packages/polars/__init__.py",
            "import os, signal; os.kill(os.getpid(), signal.SIGILL)",
            "importing polars ended with SIGILL"),
        arguments(
            "names a package that aborts",
            "site-packages/polars/__init__.py",
            "import os; os.abort()",
            "importing polars ended with SIGABRT"),
        arguments(
            "quotes a native module that cannot be loaded, on one line",
            "site-packages/polars/__init__.py",
            "raise ImportError('libpolars.so.1:\\n cannot open shared object file')",
            "importing polars failed: ImportError: libpolars.so.1: cannot open shared object file"),
        arguments(
            "names a native module that its package does not load by itself",
            "site-packages/polars/__init__.py",
            """
            import os, sys

            class Loader:
                def find_spec(self, name, path=None, target=None):
                    if name == "polars.polars":
                        os.abort()

            sys.meta_path.insert(0, Loader())
            """,
            "importing polars.polars ended with SIGABRT"),
        arguments(
            "names a package that lacks a module of its own",
            "site-packages/polars/__init__.py",
            "import polars.missing",
            "importing polars failed: ModuleNotFoundError: No module named 'polars.missing'"),
        arguments(
            "names a package that ends its process",
            "site-packages/polars/__init__.py",
            "import os; os._exit(3)",
            "importing polars ended with exit code 3"),
        arguments(
            "quotes what the application raises",
            "application/orders/api.py",
            "import settings",
            "importing orders.api failed: ModuleNotFoundError: No module named 'settings'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void fails(String name, String file, String code, String lastWords)
      throws IOException, InterruptedException {
    // given
    write(folder.resolve(file), code);
    write(packages.resolve("polars/polars.abi3.so"), "");

    // when
    Result result = run("orders.api:app");

    // then
    assertThat(result.lastWords()).isEqualTo(lastWords);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(SmokeTest.moduleIn(lastWords)).contains(lastWords.split(" ")[1]);
  }

  @Test
  @DisplayName("does not blame a package for one that only some of it needs")
  void allowsOptionalDependencies() throws IOException, InterruptedException {
    write(packages.resolve("plots/__init__.py"), "import matplotlib_that_nobody_locked");
    write(packages.resolve("plots/_plots.abi3.so"), "");

    assertThat(run("orders.api:app").lastWords()).isEmpty();
  }

  @Test
  @DisplayName("imports a native module beside no package, and one in a package without code")
  void findsModulesOutsideOfPackages() throws IOException, InterruptedException {
    write(packages.resolve("google/upb/_message.abi3.so"), "no library, but PyInit__message");

    assertThat(run("orders.api:app").lastWords())
        .startsWith("importing google.upb._message failed: ImportError");

    write(packages.resolve("google/upb/_message.abi3.so"), "");
    write(packages.resolve("_alone.abi3.so"), "no library, but PyInit__alone");

    assertThat(run("orders.api:app").lastWords())
        .startsWith("importing _alone failed: ImportError");
  }

  @Test
  @DisplayName("that says something else names no module")
  void namesNothing() {
    assertThat(SmokeTest.moduleIn("python: not found")).isEqualTo(Optional.empty());
  }

  /** Without the packages of this machine's Python (-S), which are none of an image's. */
  private Result run(String... applications) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            SmokeTest.command(
                Workloads.plan(servers(applications), "", Map.of()).service().servers()));
    assertThat(words.removeFirst()).isEqualTo("/venv/bin/python");
    words.addAll(0, List.of("python3", "-S"));
    Path lastWords = Files.writeString(folder.resolve("termination-log"), "");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PYTHONPATH", application + ":" + packages);
    builder.environment().put("PYTHONSERVICE_TERMINATION_LOG", lastWords.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(output), Files.readString(lastWords));
  }

  private static String servers(String... applications) {
    StringBuilder servers = new StringBuilder("servers:\n");
    for (int number = 0; number < applications.length; number++) {
      servers.append(
          "- {name: s%d, app: '%s', interface: ASGI, port: %d}\n"
              .formatted(number, applications[number], 8000 + number));
    }
    return servers.toString();
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}

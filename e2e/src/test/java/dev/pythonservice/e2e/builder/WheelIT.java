package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command.Outcome;
import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wheels built of real sources by the packaged builder with the build tools of the package index,
 * and images made with them. {@code .ci/rust} sees that Rust compiles for every target.
 */
@InWorkshop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The command wheel")
class WheelIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROJECTS = Path.of("src/test/resources/projects").toAbsolutePath();
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final int INPUT = 2;

  private static final Map<String, String> WHEELS =
      Map.of(
          "x86_64-unknown-linux-gnu", "pricing-0.2.0-cp313-abi3-manylinux_2_28_x86_64.whl",
          "aarch64-unknown-linux-gnu", "pricing-0.2.0-cp313-abi3-manylinux_2_28_aarch64.whl",
          "x86_64-unknown-linux-musl", "pricing-0.2.0-cp313-abi3-musllinux_1_2_x86_64.whl",
          "aarch64-unknown-linux-musl", "pricing-0.2.0-cp313-abi3-musllinux_1_2_aarch64.whl");

  private static final String PRICES =
      "import platform, pricing; print(platform.machine(), pricing.prices([[('TEA-0001', 12,"
          + " 890)]]))";

  private static final String CHECKSUM =
      "import docopt, crcmod._crcfunext, crcmod.predefined;"
          + " print(docopt.__version__, hex(crcmod.predefined.mkCrcFun('crc-32c')(b'123456789')))";

  private final Progress progress = Progress.onto(System.out, Clock.systemUTC());

  private final Workshop workshop;
  private final Crate crate;
  private final BuilderProgram builder;

  @TempDir private static Path folder;
  private Path pricing;

  WheelIT(Workshop workshop) {
    this.workshop = workshop;
    this.crate = workshop.crate();
    this.builder = workshop.program().within(DEADLINE);
  }

  @BeforeAll
  void buildTheCrateForEveryTarget() throws IOException {
    pricing = ExampleProject.copy(Workshop.folderOf(Example.PRICING), folder.resolve("p")).folder();
    progress.say("wheels of a crate are built for " + crate.machine().rustTargets());
    Stream.of("gnu", "musl")
        .map(libc -> CompletableFuture.runAsync(() -> crate.wheels(libc)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static Stream<String> rustTargets() {
    return WHEELS.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "builds a crate for {0}")
  @MethodSource("rustTargets")
  void buildsACrateForATarget(String target) {
    crate.requireRustFor(target);
    Path wheels = crate.wheels(target.substring(target.lastIndexOf('-') + 1));

    assertThat(wheels.resolve(WHEELS.get(target))).isNotEmptyFile();
    assertThat(wheels.resolve("wheels.json")).content().contains("\"maturin\" : \"1.16.0\"");
  }

  @ParameterizedTest(name = "builds a crate that an image of {0} imports")
  @EnumSource(Platform.class)
  void buildsACrateThatAnImageImports(Platform platform) throws IOException {
    Path wheels = crate.wheels("gnu");

    String image =
        builder.succeed(image(pricing, "pricing", List.of(platform), wheels.toString())).strip();

    assertThat(run(image, platform, PRICES))
        .isEqualTo("%s [9994]".formatted(platform == Platform.AMD64 ? "x86_64" : "aarch64"));
  }

  @Test
  @DisplayName("builds a wheel that no longer counts once a source file changed")
  void aWheelDoesNotCountOnceTheSourceChanged(@TempDir Path other) throws IOException {
    Path changed = ExampleProject.copy(pricing, other.resolve("pricing")).folder();
    Files.writeString(changed.resolve("src/lib.rs"), "// changed\n", StandardOpenOption.APPEND);
    List<Platform> both = List.of(Platform.values());

    Outcome outcome = builder.run(image(changed, "changed", both, crate.wheels("gnu").toString()));

    assertThat(outcome.exitCode()).isEqualTo(INPUT);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.error())
        .contains("pricing 0.2.0 (NativeCode)", "built from another source: pricing-0.2.0-cp313")
        .contains("build a wheel for this platform with 'pythonservice-builder wheel'");
  }

  @Test
  @DisplayName("builds source distributions, pure and in C, hands them over by a registry")
  void buildsSourceDistributions() throws IOException {
    Path project =
        ExampleProject.copy(PROJECTS.resolve("source-only"), folder.resolve("s")).folder();
    Platform own = Platform.of(System.getProperty("os.arch"));
    String place = "oci://%s/built/wheels:1".formatted(workshop.registry().authority());
    List<String> words =
        new ArrayList<>(
            wheel(project, platform(own), "glibc:2.41", Path.of("-"), "--all-source-only"));
    words.set(words.indexOf("--output") + 1, place);

    String built = builder.succeed(words);
    String image = builder.succeed(image(project, "source-only", List.of(own), place)).strip();

    assertThat(built.lines().toList())
        .hasSize(2)
        .anyMatch(name -> name.matches("crcmod-1\\.7-cp313-cp313-manylinux_2_\\d+_.+\\.whl"))
        .contains("docopt-0.6.2-py2.py3-none-any.whl");
    assertThat(run(image, own, CHECKSUM)).isEqualTo("0.6.2 0xe3069283");
  }

  @Test
  @DisplayName("sends C for another architecture to a machine that has it")
  void refusesToCompileCForAnotherArchitecture() throws IOException {
    Path project =
        ExampleProject.copy(PROJECTS.resolve("source-only"), folder.resolve("c")).folder();
    Platform own = Platform.of(System.getProperty("os.arch"));
    Platform other = own == Platform.AMD64 ? Platform.ARM64 : Platform.AMD64;

    Outcome outcome =
        builder.run(
            wheel(
                project,
                platform(other),
                "glibc:2.41",
                folder.resolve("none"),
                "--package=crcmod"));

    assertThat(outcome.exitCode()).isEqualTo(INPUT);
    assertThat(outcome.error())
        .contains("crcmod 1.7 has native code")
        .contains("run this command on a machine of %s with glibc".formatted(platform(other)));
    assertThat(folder.resolve("none")).isEmptyDirectory();
  }

  @Test
  @DisplayName("shows hostile code no credential and lets it write nowhere else")
  void keepsHostileCodeIn() throws IOException {
    Path project = ExampleProject.copy(PROJECTS.resolve("hostile"), folder.resolve("h")).folder();
    Path secret = Files.writeString(folder.resolve("secret"), "secret of a file");
    Path outside = folder.resolve("outside");
    Path wheels = folder.resolve("hostile-wheels");
    JSON.writeValue(
        project.resolve("wanted.json").toFile(),
        Map.of(
            "secret", secret.toString(),
            "outside", outside.toString(),
            "server", workshop.registry().authority()));
    String credential = "secret of the environment";
    Map<String, String> variables =
        Map.of("AWS_SECRET_ACCESS_KEY", credential, "UV_INDEX_COMPANY_PASSWORD", credential);
    Platform own = Platform.of(System.getProperty("os.arch"));

    Outcome outcome =
        builder
            .with(variables)
            .run(wheel(project, platform(own), "glibc:2.41", wheels, "--package=hostile"));

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(outcome.error())
        .as("what the builder says where it cannot keep hostile code in: run this on Linux 6.2")
        .doesNotContain("This kernel has no Landlock");
    JsonNode found = found(wheels.resolve(outcome.output().strip()));
    assertThat(found.path("environment").asText())
        .contains("PATH=")
        .doesNotContain("secret", "NETRC");
    assertThat(found.path("environments").asText()).contains("PATH=").doesNotContain(credential);
    assertThat(found.path("file").asText()).isEqualTo("refused: PermissionError");
    assertThat(found.path("outside").asText()).isEqualTo("refused: PermissionError");
    assertThat(outside).doesNotExist();
    assertThat(found.path("tools").asText()).isEqualTo("refused: PermissionError");
    assertThat(found.path("network").asText()).isEqualTo("refused: PermissionError");
  }

  private static JsonNode found(Path wheel) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile());
        InputStream stream = zip.getInputStream(zip.getEntry("hostile/found.json"))) {
      return JSON.readTree(stream);
    }
  }

  private static String platform(Platform platform) {
    return "linux/" + platform.architecture();
  }

  private List<String> wheel(
      Path project, String platforms, String libc, Path output, String... packages) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "wheel",
                "--source=" + project,
                "--platform=" + platforms,
                "--python=3.13",
                "--libc=" + libc,
                "--build-python=" + crate.machine().python(),
                "--plain-http=" + workshop.registry().authority(),
                "--cache=" + folder.resolve("cache"),
                "--output",
                output.toString()));
    words.addAll(List.of(packages));
    return words;
  }

  private List<String> image(Path project, String name, List<Platform> platforms, String wheels) {
    String platformNames =
        platforms.stream().map(WheelIT::platform).collect(Collectors.joining(","));
    BuildArguments arguments =
        BuildArguments.of(project, workshop.registry().authority(), "base/python:3.13")
            .cachedIn(folder.resolve("cache"))
            .below(name)
            .on(platformNames);
    return Stream.concat(arguments.words(builder.runtime()).stream(), Stream.of("--wheels", wheels))
        .toList();
  }

  private String run(String image, Platform platform, String code) throws IOException {
    Path unpacked = Files.createTempDirectory(folder, "image");
    try (UnpackedImage root = workshop.unpack(image, platform, unpacked)) {
      return root.run("/venv/bin/python", "-c", code).strip();
    }
  }
}

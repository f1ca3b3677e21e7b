package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The images of the examples: what they are, what is installed in them, and that they run. */
@InWorkshop
class BuildExamplesIT {

  /** Also says who runs it, and that neither the root nor the packages can be written. */
  private static final String PROBE =
      """
      %s
      import os, sys
      for path in ["/probe", "/app/probe", sys.prefix + "/probe"]:
          try:
              open(path, "w")
              sys.exit(path + " can be written")
          except OSError:
              pass
      print(os.getuid(), sys.prefix, "%%d.%%d" %% sys.version_info[:2])
      """;

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildExamplesIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "STREAMING")
  void anExampleIsAnIndexOfBothPlatformsThatOtherToolsFindValid(Example example)
      throws IOException {
    BuiltImage built = workshop.built(example);

    String repository = Workshop.repository(example);
    JsonNode index = workshop.content().manifest(repository, built.digest());
    assertThat(index.path("mediaType").asText())
        .isEqualTo("application/vnd.oci.image.index.v1+json");
    assertThat(index.path("manifests").findValuesAsText("architecture"))
        .containsExactlyInAnyOrder("amd64", "arm64");
    assertThat(workshop.content().digest(repository, BuildOrder.TAG)).isEqualTo(built.digest());
    validate(built.reference(), "amd64");
    validate(built.reference(), "arm64");
  }

  @Test
  void anExampleWithoutWheelsForArmIsMadeForTheOtherPlatformAndSaysWhatIsMissing()
      throws IOException {
    BuiltImage built = workshop.built(Example.STREAMING);

    JsonNode index =
        workshop.content().manifest(Workshop.repository(Example.STREAMING), built.digest());
    assertThat(index.path("manifests").findValuesAsText("architecture")).containsExactly("amd64");
    assertThat(built.report().at("/platforms/1/feasible").asBoolean()).isFalse();
    JsonNode blocker = built.report().at("/platforms/1/blockers/0");
    assertThat(blocker.path("name").asText()).isEqualTo("sqlcipher3-binary");
    assertThat(blocker.path("reason").asText()).isEqualTo("OnlyOtherArchitectures");
    assertThat(blocker.path("message").asText()).contains("x86_64, none for Linux on aarch64");
    assertThat(built.progress()).contains("sqlcipher3-binary 0.6.0 (OnlyOtherArchitectures)");
    validate(built.reference(), "amd64");
  }

  @Test
  void whereEveryPlatformIsAskedForAMissingWheelIsAFailureOfTheInputAndNothingIsPushed()
      throws IOException {
    Path summary = folder.resolve("summary.json");
    BuildOrder order =
        workshop
            .order(Example.STREAMING)
            .to("refused/streaming")
            .layeredIn("refused/layers")
            .with("--every-platform", "--summary", summary.toString());

    Command.Outcome outcome = workshop.attempt(order);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.error()).contains("sqlcipher3-binary 0.6.0 (OnlyOtherArchitectures)");
    JsonNode failure = new ObjectMapper().readTree(Files.readString(summary));
    assertThat(failure.path("failure").asText()).isEqualTo("INPUT");
    assertThat(failure.path("message").asText()).contains("sqlcipher3-binary");
    assertThat(Files.size(summary)).isLessThanOrEqualTo(4096);
    assertThat(workshop.content().tags("refused/streaming")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anImageHasWhatUvInstallsAndRunsAsNonrootOnAReadOnlyRoot(Example example) throws IOException {
    BuiltImage built = workshop.built(example);
    try (UnpackedImage image = workshop.unpack(built.reference(), Platform.AMD64, folder)) {
      InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));

      String said = image.run("/venv/bin/python", "-c", PROBE.formatted(example.statement()));

      assertThat(said.strip()).isEqualTo("65532 /venv 3.13");
      assertSame(installed, reference(image, example).synced(workshop.runtime().uv()), example);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "STREAMING")
  void theImageForArmHasWhatUvInstallsForItAndRunsUnderEmulation(
      Example example, @TempDir Path other) throws IOException {
    BuiltImage built = workshop.built(example);
    try (UnpackedImage image = workshop.unpack(built.reference(), Platform.ARM64, folder);
        UnpackedImage own = workshop.unpack(built.reference(), Platform.AMD64, other)) {
      InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));

      String said = image.run("/venv/bin/python", "-c", PROBE.formatted(example.statement()));

      assertThat(said.strip()).isEqualTo("65532 /venv 3.13");
      String version = built.report().path("python").asText();
      // The newest glibc that uv has a name for; no wheel asks for a newer one.
      InstalledSet expected =
          reference(own, example)
              .syncedFor(workshop.runtime().uv(), "aarch64-manylinux_2_40", version);
      assertSame(installed, expected, example);
    }
  }

  @Test
  void theWheelOfAProjectWithACrateIsInTheImageFileByFile() throws IOException {
    BuiltImage built = workshop.built(Example.PRICING);
    for (Platform platform : Platform.values()) {
      Path target = folder.resolve(platform.architecture());
      try (UnpackedImage image = workshop.unpack(built.reference(), platform, target)) {
        InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));
        String machine = platform == Platform.AMD64 ? "x86_64" : "aarch64";
        Path wheel =
            workshop
                .crate()
                .wheels("gnu")
                .resolve("pricing-0.2.0-cp313-abi3-manylinux_2_28_%s.whl".formatted(machine));
        Path unpacked = target.resolve("wheel/lib/python3.13/site-packages");
        Command.of("python3", "-m", "zipfile", "-e", wheel.toString(), unpacked.toString()).run();
        InstalledSet carried =
            InstalledSet.of(target.resolve("wheel")).without(path -> path.endsWith("/RECORD"));
        assertThat(carried.files().keySet()).anyMatch(path -> path.endsWith("_native.abi3.so"));
        assertThat(installed.files()).containsAllEntriesOf(carried.files());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void everyLayerIsTheOneThatTheConfigurationNames(Platform platform) throws IOException {
    Map<String, String> seen = new HashMap<>();
    for (Example example : Example.values()) {
      if (example == Example.STREAMING && platform == Platform.ARM64) {
        continue;
      }
      String repository = Workshop.repository(example);
      JsonNode manifest =
          workshop
              .content()
              .platform(repository, workshop.built(example).digest(), platform.architecture());
      JsonNode names =
          workshop
              .content()
              .blob(repository, manifest.at("/config/digest").asText())
              .at("/rootfs/diff_ids");
      JsonNode layers = manifest.path("layers");
      assertThat(names).as(example.title()).hasSameSizeAs(layers);
      for (int position = 0; position < layers.size(); position++) {
        String blob = layers.get(position).path("digest").asText();
        assertThat(seen.computeIfAbsent(blob, each -> uncompressed(repository, each)))
            .as("layer %d of %s, %s", position, example.title(), blob)
            .isEqualTo(names.get(position).asText());
      }
    }
  }

  /** The digest of a layer's archive, by zstd's own program, which knows gzip as well. */
  private String uncompressed(String repository, String blob) {
    try {
      Path file = Files.createTempFile(folder, "layer", ".tar");
      workshop.content().save(repository, blob, file);
      assertThat(Digests.of(file)).isEqualTo(blob.substring("sha256:".length()));
      String line =
          Command.of(
                  "sh",
                  "-c",
                  "zstd --decompress --stdout --quiet \"$1\" | sha256sum",
                  "sh",
                  file + "")
              .run();
      Files.delete(file);
      return "sha256:" + line.split(" ")[0];
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  @Test
  void aProjectIsBuiltOnAnotherPythonToo() throws IOException {
    BuildOrder order =
        workshop.order(Example.INVOICES).on("base/python:3.14").to("python/invoices");

    BuiltImage built = workshop.build(order);

    assertThat(built.report().path("python").asText()).startsWith("3.14.");
    try (UnpackedImage image = workshop.unpack(built.reference(), Platform.AMD64, folder)) {
      InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));
      String said =
          image.run("/venv/bin/python", "-c", PROBE.formatted(Example.INVOICES.statement()));
      assertThat(said.strip()).isEqualTo("65532 /venv 3.14");
      assertSame(
          installed,
          reference(image, Example.INVOICES).synced(workshop.runtime().uv()),
          Example.INVOICES);
    }
  }

  private static SyncedInImage reference(UnpackedImage image, Example example) {
    return new SyncedInImage(image, "/app/" + example.path(), example.options());
  }

  /** What the builder adds is the project itself, which stays where it is. */
  private static void assertSame(InstalledSet installed, InstalledSet expected, Example example) {
    assertThat(expected.distributions()).as(example.folder()).isNotEmpty();
    InstalledSet thirdParty = installed.without(path -> isOfTheProject(path, expected));
    assertThat(thirdParty.distributions()).isEqualTo(expected.distributions());
    assertThat(thirdParty.files()).isEqualTo(expected.files());
  }

  private static boolean isOfTheProject(String path, InstalledSet expected) {
    return !expected.files().containsKey(path)
        && path.matches(
            ".*/(_application\\.pth|(orders|invoices|pricing|sales_report|shop|catalog|streaming)-[^/]*\\.dist-info/.*)"
                + "|lib/python[0-9.]+/site-packages/pricing/.*"
                + "|bin/(orders-report|pricing|sales-report)");
  }

  private void validate(String reference, String architecture) {
    workshop.crane("validate", "--fast", "--platform=linux/" + architecture, "--remote", reference);
    String found =
        Command.of(
                "skopeo",
                "--override-arch=" + architecture,
                "--override-os=linux",
                "inspect",
                "--tls-verify=false",
                "--format={{.Architecture}}",
                "docker://" + reference)
            .run();
    assertThat(found.strip()).isEqualTo(architecture);
  }
}

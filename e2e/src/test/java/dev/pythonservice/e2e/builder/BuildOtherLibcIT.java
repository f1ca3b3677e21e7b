package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The examples on base images with musl and with an old glibc: those that have wheels for it are
 * feasible, and the others are refused by name and for the reason that their READMEs tell.
 */
@InWorkshop
class BuildOtherLibcIT {

  private static final String NO_WHEEL_BUILT = "pricing NativeCode";

  private final Workshop workshop;

  @TempDir private Path folder;
  private PretendedBase base;

  BuildOtherLibcIT(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Its Python is one that this machine has: the builder compiles by exactly that version. */
  @BeforeEach
  void pretend() {
    String code = "import platform; print(platform.python_version())";
    String version = Command.of(python().toString(), "-c", code).run().strip();
    base = new PretendedBase(workshop, version, folder);
  }

  private Path python() {
    return workshop.crate().machine().python();
  }

  private BuildOrder on(String image, Example example) {
    String installation = python().resolve("../..").normalize().toString();
    return workshop.order(example).on(image).with("--interpreter", installation);
  }

  @ParameterizedTest
  @EnumSource
  void onMuslAnExampleIsFeasibleOrRefusedForTheRightReasons(Example example) throws IOException {
    JsonNode report = dryRun(on(base.musl(), example));

    assertThat(report.at("/platforms/0/target").asText()).contains("linux/amd64, musl 1.2");
    assertThat(report.at("/platforms/1/target").asText()).contains("linux/arm64, musl 1.2");
    assertThat(blockers(report))
        .isEqualTo(
            switch (example) {
              // Its wheels at hand are for glibc.
              case PRICING ->
                  Map.of(
                      "linux/amd64",
                      List.of(NO_WHEEL_BUILT),
                      "linux/arm64",
                      List.of(NO_WHEEL_BUILT));
              case STREAMING ->
                  Map.of(
                      "linux/amd64",
                      List.of("confluent-kafka OnlyOtherLibc", "sqlcipher3-binary OnlyOtherLibc"),
                      "linux/arm64",
                      List.of(
                          "confluent-kafka OnlyOtherLibc",
                          "sqlcipher3-binary OnlyOtherArchitectures"));
              default -> Map.of("linux/amd64", List.of(), "linux/arm64", List.of());
            });
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void aCrateThatWasBuiltForMuslIsFeasibleOnMusl(Platform platform) throws IOException {
    workshop.crate().requireRustFor(Crate.target(platform.architecture(), "musl"));
    String repository = "musl/pricing-" + platform.architecture();
    BuildOrder order =
        on(base.musl(), Example.INVOICES)
            .of(Workshop.folderOf(Example.PRICING))
            .to(repository)
            .with("--platform", "linux/" + platform.architecture())
            .with("--wheels", workshop.crate().wheels("musl").toString());

    // Its files are checked against the base image's C library and architecture meanwhile.
    BuiltImage built = workshop.build(order);

    try (UnpackedImage image =
        workshop.unpack(built.reference(), platform, folder.resolve("image"))) {
      InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));
      assertThat(installed.files().keySet())
          .anyMatch(path -> path.endsWith("/pricing/_native.abi3.so"));
    }
  }

  @Test
  void anImageOnMuslHasWhatUvInstallsForIt() throws IOException {
    BuiltImage built = workshop.build(on(base.musl(), Example.INVOICES).to("musl/invoices"));

    BuiltImage usual = workshop.built(Example.INVOICES);
    for (Platform platform : Platform.values()) {
      Path own = folder.resolve("own-" + platform.architecture());
      Path other = folder.resolve("other-" + platform.architecture());
      // No program of the image on musl can run, so that uv runs in the usual one of this machine.
      try (UnpackedImage image = workshop.unpack(built.reference(), platform, own);
          UnpackedImage place = workshop.unpack(usual.reference(), Platform.AMD64, other)) {
        InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));
        InstalledSet expected =
            new SyncedInImage(place, "/app", List.of())
                .syncedFor(
                    workshop.runtime().uv(),
                    PretendedBase.machine(platform) + "-unknown-linux-musl",
                    base.python());
        assertThat(expected.files().keySet()).anyMatch(path -> path.contains("-linux-musl.so"));
        assertThat(installed.without(path -> !expected.files().containsKey(path)).files())
            .isEqualTo(expected.files());
        assertThat(installed.distributions()).containsAll(expected.distributions());
      }
    }
  }

  @Test
  void onAnOlderGlibcTheExampleForStreamsIsRefusedForWheelsOfANewerOne() throws IOException {
    JsonNode report = dryRun(on(base.glibc("2.27"), Example.STREAMING));

    assertThat(blockers(report))
        .isEqualTo(
            Map.of(
                "linux/amd64",
                List.of("confluent-kafka NewerLibc"),
                "linux/arm64",
                List.of("confluent-kafka NewerLibc", "sqlcipher3-binary OnlyOtherArchitectures")));
  }

  private JsonNode dryRun(BuildOrder order) throws IOException {
    Path report = folder.resolve("report.json");
    var outcome = workshop.attempt(order.with("--dry-run", "--report", report.toString()));
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    return new ObjectMapper().readTree(Files.readString(report));
  }

  /** What stands in the way of each platform: packages, each with its reason. */
  private static Map<String, List<String>> blockers(JsonNode report) {
    return report
        .path("platforms")
        .valueStream()
        .collect(
            java.util.stream.Collectors.toMap(
                platform -> platform.path("platform").asText(),
                platform ->
                    platform
                        .path("blockers")
                        .valueStream()
                        .map(
                            each -> each.path("name").asText() + " " + each.path("reason").asText())
                        .sorted()
                        .toList()));
  }
}

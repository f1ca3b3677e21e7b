package dev.pythonservice.builder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.CheckerPreview;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.policy.AttestedPackage;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.report.BuildReport.BlockerReport;
import dev.pythonservice.builder.report.BuildReport.LayerReport;
import dev.pythonservice.builder.report.BuildReport.PlatformReport;
import dev.pythonservice.builder.report.Summary.UnbuiltPlatform;
import dev.pythonservice.builder.report.Summary.WheelSummary;
import dev.pythonservice.builder.stack.Stack;
import dev.pythonservice.builder.stack.Stack.Engine;
import dev.pythonservice.builder.stack.Stack.NativeExtension;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The summary of a build")
final class SummaryTest {

  private static final Stack STACK =
      new Stack(
          List.of(
              new Engine(Stack.Layer.DATA_FRAMES, "polars", "2.1.0", Stack.Place.IMAGE, 0),
              new Engine(Stack.Layer.NATIVE_EXTENSIONS, "maturin", "1.9.4", Stack.Place.IMAGE, 12)),
          Collections.nCopies(12, new NativeExtension("orjson", "3.13.0", "maturin 1.9.4", false)));

  private final Summary summary = new Summary();

  @Test
  @DisplayName("leaves out who published packages where it would be too long")
  void leavesOutPublishers() {
    assertThat(read(summary.of(report(1, 1))).at("/policy/attestations")).hasSize(1);
    assertThat(read(summary.of(report(1, 45))).at("/policy/attestations")).isEmpty();
  }

  @Test
  @DisplayName("is the whole report when that is short")
  void keepsShortReports() {
    BuildReport report = report(1, 1);

    assertThat(read(summary.of(report)))
        .isEqualTo(read(JsonMapper.shared().writeValueAsString(report)));
  }

  @Test
  @DisplayName(
      "keeps digest, platforms and engines of a report that is too long, and fewer blockers")
  void shortensLongReports() {
    String text = summary.of(report(200, 300));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    JsonNode json = read(text);
    assertThat(json.path("digest").asString()).isEqualTo("sha256:" + "d".repeat(64));
    assertThat(json.path("engines").path("granian").asString()).isEqualTo("2.8.7");
    assertThat(json.path("measure").asString()).isEqualTo("1");
    assertThat(json.path("report").asString()).isEqualTo("sha256:" + "a".repeat(64));
    JsonNode platform = json.path("platforms").get(0);
    assertThat(platform.path("feasible").asBoolean()).isFalse();
    assertThat(platform.path("blockers").size()).isBetween(1, 100);
  }

  @Test
  @DisplayName("keeps the image that tests are run from, however long the rest is")
  void keepsTheTestImage() {
    TestImage image =
        new TestImage(
            "registry.example/shop/orders@sha256:" + "b".repeat(64),
            List.of("linux/amd64", "linux/arm64"));

    JsonNode json = read(summary.of(report(200, 300).with(Optional.of(image))));

    assertThat(json.path("tests").path("image").asString()).isEqualTo(image.image());
    assertThat(json.path("tests").path("platforms").size()).isEqualTo(2);
  }

  @Test
  @DisplayName("loses native extensions before its phases, and its stack before blockers")
  void losesTheStackFirst() {
    JsonNode few = read(summary.of(report(1, 45)));
    JsonNode none = read(summary.of(report(200, 1)));

    assertThat(few.path("phases").size()).isEqualTo(45);
    assertThat(few.path("stack").path("nativeExtensions").size()).isBetween(1, 11);
    assertThat(few.path("stack").path("engines").get(0))
        .isEqualTo(
            read(
                """
                {"layer": "DataFrames", "engine": "polars", "version": "2.1.0", "from": "Image", "packages": 0}
                """));
    assertThat(none.path("stack").path("engines").size()).isZero();
  }

  @Test
  @DisplayName("of a failure has its class, its exit code and as much of its message as fits")
  void summarisesFailures() {
    JsonNode json =
        read(summary.of(new BuildFailure(ExitCode.POLICY, "ü".repeat(Summary.MAXIMUM_BYTES))));

    assertThat(json.path("failure").asString()).isEqualTo("POLICY");
    assertThat(json.path("exitCode").asInt()).isEqualTo(3);
    assertThat(json.path("message").asString()).startsWith("üüü").endsWith("…");
  }

  @Test
  @DisplayName("of a refused build has its platforms with as many blockers as fit")
  void summarisesRefusals() {
    String table = "linux/arm64 … ".repeat(400);

    String text = summary.of(new RefusedBuild(table, report(30, 1), Optional.empty()));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    JsonNode json = read(text);
    assertThat(json.path("failure").asString()).isEqualTo("INPUT");
    assertThat(json.path("message").asString()).startsWith("linux/arm64").endsWith("…");
    JsonNode blockers = json.path("platforms").get(0).path("blockers");
    assertThat(blockers.size()).isBetween(15, 30);
    assertThat(blockers.get(0).path("reason").asString()).isEqualTo("OnlyOtherLibc");
    assertThat(blockers.get(0).path("remedy").asString()).isEqualTo("use glibc");
  }

  @Test
  @DisplayName("of a refused build that is short enough has all of it")
  void keepsShortRefusals() {
    JsonNode json =
        read(summary.of(new RefusedBuild("no wheel for musl", report(2, 300), Optional.empty())));

    assertThat(json.path("message").asString()).isEqualTo("no wheel for musl");
    assertThat(json.path("platforms").get(0).path("blockers").size()).isEqualTo(2);
  }

  @Test
  @DisplayName("of a refused build keeps the wheels that lack, whatever else goes")
  void keepsLackingWheels() {
    LackingWheels lacking =
        new LackingWheels(
            "3.13.5", "glibc:2.41", List.of("linux/amd64"), List.of("pricing"), List.of("crcmod"));

    String text =
        summary.of(
            new RefusedBuild("linux/arm64 … ".repeat(400), report(200, 1), Optional.of(lacking)));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    JsonNode wheels = read(text).path("wheels");
    assertThat(wheels.path("own").get(0).asString()).isEqualTo("pricing");
    assertThat(wheels.path("others").get(0).asString()).isEqualTo("crcmod");
    assertThat(wheels.path("libc").asString()).isEqualTo("glibc:2.41");
    JsonNode without = read(summary.of(new RefusedBuild("no", report(1, 1), Optional.empty())));
    assertThat(without.path("wheels").isNull()).isTrue();
  }

  @Test
  @DisplayName("never cuts a character in half, and is never too long")
  void cutsWholeCharacters() {
    String text = summary.of(new BuildFailure(ExitCode.POLICY, "x" + "\ud83d\ude80".repeat(4000)));
    String control = summary.of(new BuildFailure(ExitCode.POLICY, "\u0001".repeat(4000)));

    assertThat(read(text).path("message").asString()).endsWith("\ude80…");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    assertThat(control.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
  }

  @Test
  @DisplayName("of built wheels has their number and as many of their names as fit")
  void summarisesWheels() {
    String text =
        summary.of(
            new WheelSummary(
                "oci://r/a:1",
                "sha256:" + "a".repeat(64),
                500,
                Collections.nCopies(500, "a-1-py3-none-any.whl"),
                List.of(new UnbuiltPlatform("linux/arm64", "needs a machine of its own"))));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    assertThat(read(text).path("built").asInt()).isEqualTo(500);
    assertThat(read(text).path("wheels").size()).isBetween(1, 200);
    assertThat(read(text).path("unbuilt").get(0).path("platform").asString())
        .isEqualTo("linux/arm64");
  }

  @Test
  @DisplayName(
      "of a build that its checks stop has the image and the results, however many words they have")
  void summarisesFailedChecks() {
    CheckResult lint =
        new CheckResult("Lint", "Ratchet", "Failed", 9, 2, "a.py:1:1 F401 unused; ".repeat(300));
    CheckResult types = new CheckResult("Types", "Report", "Error", 0, 0, "it crashed");
    BuildReport report = report(1, 5).withChecks(List.of(lint, types));

    String text = summary.of(FailedChecks.of(report).orElseThrow());

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    JsonNode json = read(text);
    assertThat(json.path("failure").asString()).isEqualTo("CHECKS");
    assertThat(json.path("exitCode").asInt()).isEqualTo(2);
    assertThat(json.path("message").asString()).contains("Lint: a.py:1:1").doesNotContain("Types");
    assertThat(json.path("image").asString()).isEqualTo(report.image());
    assertThat(json.at("/checks/0/newFindings").asInt()).isEqualTo(2);
    assertThat(json.at("/checks/1/message").asString()).isEqualTo("it crashed");
  }

  @Test
  @DisplayName("of a build whose checks only report is that of a good build")
  void reportingChecksStopNothing() {
    CheckResult types = new CheckResult("Types", "Report", "Error", 0, 0, "it crashed");

    assertThat(FailedChecks.of(report(0, 1).withChecks(List.of(types)))).isEmpty();
  }

  @Test
  @DisplayName("loses the ends of what previews say before those of what checks say")
  void shortensPreviewsFirst() {
    CheckResult lint = new CheckResult("Lint", "Ratchet", "Failed", 3, 2, "l".repeat(1500));
    CheckerPreview ruff = new CheckerPreview("ruff", "0.17.7", "Failed", 4, "p".repeat(3000));
    BuildReport report = report(0, 1).withChecks(List.of(lint)).withPreviews(List.of(ruff));

    String text = new Summary().of(report);

    JsonNode json = read(text);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    assertThat(json.at("/checks/0/message").asString()).hasSize(1500);
    assertThat(json.at("/previews/0/message").asString()).startsWith("ppp").endsWith("…");
    assertThat(json.at("/previews/0/newFindings").asInt()).isEqualTo(4);
  }

  @Test
  @DisplayName("of checks without a build fits, whatever they say")
  void fitsWithoutABuild() {
    List<CheckResult> checks =
        Collections.nCopies(
            4, new CheckResult("Lint", "Ratchet", "Failed", 3, 2, "ü".repeat(3000)));
    List<CheckerPreview> previews =
        Collections.nCopies(3, new CheckerPreview("ruff", "0.17.7", "Error", 0, "ü".repeat(3000)));

    String text = new CheckSummary(checks, previews).json();

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Summary.MAXIMUM_BYTES + 1);
    assertThat(read(text).at("/previews/2/verdict").asString()).isEqualTo("Error");
  }

  private static BuildReport report(int blockers, int phases) {
    BlockerReport blocker =
        new BlockerReport("duckdb", "1.5.0", "OnlyOtherLibc", "no wheel for musl", "use glibc");
    return new BuildReport(
        "registry.example/shop/orders@sha256:" + "d".repeat(64),
        "sha256:" + "d".repeat(64),
        false,
        "r",
        "sha256:" + "e".repeat(64),
        "registry.example/base@sha256:" + "f".repeat(64),
        "3.13.5",
        List.of(
            new PlatformReport(
                "linux/arm64", "t", false, "", 0, 35, "", Collections.nCopies(blockers, blocker))),
        Map.of("granian", "2.8.7"),
        "1",
        STACK,
        new PolicyVerdict(
            List.of(),
            List.of(),
            List.of(
                new AttestedPackage("idna", "3.10", "idna.whl", "GitHub kjd/idna", "verified"))),
        new LayerReport(1, 2, 3, 4, 5, 6),
        Collections.nCopies(phases, new Phase("install", 12, 34)),
        1234,
        List.of("a warning"),
        Map.of("uv", "0.13.9"),
        "sha256:" + "a".repeat(64),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }
}

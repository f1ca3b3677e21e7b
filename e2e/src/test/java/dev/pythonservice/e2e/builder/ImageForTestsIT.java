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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that a project's tests are run from: the service's, and what tests need besides. */
@InWorkshop
class ImageForTestsIT {

  private static final int INPUT = 2;
  private static final int POLICY = 3;

  private static final String HAS_PYTEST =
      "import importlib.util, pathlib; print(importlib.util.find_spec('pytest') is not None,"
          + " pathlib.Path('/app/tests/test_web.py').is_file())";

  private final Workshop workshop;

  @TempDir private Path folder;

  ImageForTestsIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @Test
  void itHasTheGroupForTestsAboveTheServicesLayersAndTheServiceHasItNot() throws IOException {
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .to("tests/layers")
            .with("--check", "tests=enforce", "--test-image");

    BuiltImage built = workshop.build(order);
    BuiltImage again = workshop.build(order.cachedIn(folder.resolve("other-cache")));

    String tests = built.report().at("/tests/image").asText();
    assertThat(tests).startsWith(repositoryOf(built) + "@sha256:").isNotEqualTo(built.reference());
    assertThat(again.report().at("/tests/image").asText()).isEqualTo(tests);
    assertThat(built.report().at("/tests/platforms"))
        .extracting(JsonNode::asText)
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(built.report().path("checks")).as("their verdict comes later").isEmpty();
    assertThat(layers("tests/layers", digestOf(tests)))
        .containsAll(layers("tests/layers", built.digest()))
        .hasSizeGreaterThan(layers("tests/layers", built.digest()).size());
    assertThat(said(built.reference(), HAS_PYTEST)).isEqualTo("False True");
    assertThat(said(tests, HAS_PYTEST)).isEqualTo("True True");
    assertThat(said(tests, "import pytest, invoices.web; print(pytest.__name__)"))
        .isEqualTo("pytest");
  }

  @Test
  void itHasNoTagNoCommandAndNoSignatureAndIsRefusedWhereSignaturesCount() throws IOException {
    KeyPairFiles keys = KeyPairFiles.in(folder, "ours");
    BuiltImage built =
        workshop.build(
            workshop
                .order(Example.INVOICES)
                .to("tests/signed")
                .with("--check", "tests=ratchet", "--test-image", "--test-group", "dev")
                .with("--signing-key", keys.privateKey().toString()));
    String tests = built.report().at("/tests/image").asText();

    assertThat(workshop.verify(built.reference(), keys).exitCode()).isZero();
    assertThat(workshop.verify(tests, keys).exitCode()).isEqualTo(POLICY);
    JsonNode index = workshop.content().manifest("tests/signed", digestOf(tests));
    assertThat(index.at("/annotations/dev.pythonservice.tests-of").asText())
        .isEqualTo(built.digest());
    for (String tag : workshop.content().tags("tests/signed")) {
      assertThat(workshop.content().digest("tests/signed", tag))
          .as(tag)
          .isNotEqualTo(digestOf(tests));
    }
  }

  @Test
  void withoutAGroupThatIsAskedForNobodyKnowsWhetherTheTestsPass() throws IOException {
    Path summary = folder.resolve("summary.json");
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .to("tests/unknown")
            .with("--test-image", "--test-group", "acceptance", "--summary", summary.toString());

    Command.Outcome outcome = workshop.attempt(order.with("--check", "tests=ratchet"));
    JsonNode stopped = new ObjectMapper().readTree(summary.toFile());
    BuiltImage reported = workshop.build(order.with("--check", "tests=report"));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(INPUT);
    assertThat(stopped.path("failure").asText()).isEqualTo("CHECKS");
    assertThat(stopped.at("/checks/0/message").asText())
        .contains("no dependency group acceptance; it has dev");
    assertThat(stopped.path("tests").isMissingNode() || stopped.path("tests").isNull()).isTrue();
    assertThat(reported.report().at("/checks/0/verdict").asText()).isEqualTo("Error");
  }

  @Test
  void thePlatformsPolicyHoldsForTheGroupsAlsoWhereTheImageIsKnown() throws IOException {
    Path policy = folder.resolve("policy.json");
    Files.writeString(
        policy, "{deniedPackages: [{name: pytest, versions: [], reason: Not here.}]}");
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .to("tests/policy")
            .with("--check", "tests=enforce", "--test-image");
    BuiltImage known = workshop.build(order);

    Command.Outcome refused = workshop.attempt(order.with("--policy", policy.toString()));

    assertThat(known.report().at("/tests/image").asText()).isNotEmpty();
    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(INPUT);
    assertThat(refused.error())
        .contains(
            "the platform's policy forbids what the groups of the tests would install: pytest",
            "(deniedPackages)",
            "Not here.",
            "checks.tests.groups");
  }

  @Test
  void theirReportGoesBesideTheServicesImageAndIsCompared() throws IOException {
    BuiltImage built = workshop.build(workshop.order(Example.INVOICES).to("tests/reported"));
    Path report = folder.resolve("junit.xml");
    Files.writeString(
        report,
        """
        <testsuites><testsuite name="pytest"><testcase classname="tests.test_web" name="test_page"/>
        <testcase classname="tests.test_web" name="test_sum"><failure message="assert 41 == 42"/></testcase>
        </testsuite></testsuites>
        """);

    JsonNode first = attached(built, report, List.of());
    JsonNode second = attached(built, report, List.of("--baseline", built.reference()));

    assertThat(first.path("tests").asInt()).isEqualTo(2);
    assertThat(first.path("newFailures").asInt()).isEqualTo(1);
    assertThat(first.at("/failures/0").asText())
        .isEqualTo("tests.test_web::test_sum: assert 41 == 42");
    assertThat(second.path("newFailures").asInt()).as("it is beside the image").isZero();
    assertThat(second.path("report")).isEqualTo(first.path("report"));
  }

  @Test
  void whereNobodyIsGoingToRunThemTheBuildSaysHow() throws IOException {
    Command.Outcome outcome =
        workshop
            .program()
            .run(
                List.of(
                    "check",
                    "--source",
                    Workshop.folderOf(Example.INVOICES).toString(),
                    "--check",
                    "tests=enforce",
                    "--cache",
                    Files.createDirectory(folder.resolve("cache")).toString()));

    assertThat(outcome.exitCode()).isEqualTo(INPUT);
    assertThat(outcome.error()).contains("runs nothing of a project", "'uv run pytest'");
  }

  private JsonNode attached(BuiltImage built, Path report, List<String> options)
      throws IOException {
    Path summary = folder.resolve("attached.json");
    Command.Outcome outcome =
        workshop
            .program()
            .run(
                Stream.concat(
                        Stream.of(
                            "attach-tests",
                            "--image",
                            built.reference(),
                            "--junit",
                            report.toString(),
                            "--summary",
                            summary.toString(),
                            "--plain-http",
                            workshop.registry().authority()),
                        options.stream())
                    .toList());
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    return new ObjectMapper().readTree(summary.toFile());
  }

  private String said(String reference, String script) throws IOException {
    Path place = Files.createTempDirectory(folder, "image");
    try (UnpackedImage image = workshop.unpack(reference, Platform.AMD64, place)) {
      return image.run("/venv/bin/python", "-c", script).strip();
    }
  }

  private Set<String> layers(String repository, String index) throws IOException {
    JsonNode manifest = workshop.content().platform(repository, index, "amd64");
    return StreamSupport.stream(manifest.path("layers").spliterator(), false)
        .map(layer -> layer.path("digest").asText())
        .collect(Collectors.toSet());
  }

  private static String repositoryOf(BuiltImage built) {
    return built.reference().substring(0, built.reference().indexOf('@'));
  }

  private static String digestOf(String reference) {
    return reference.substring(reference.indexOf('@') + 1);
  }
}

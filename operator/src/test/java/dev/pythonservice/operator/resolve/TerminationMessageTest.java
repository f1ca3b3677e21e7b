package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Engine;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Layers;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.operator.plan.BuildResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A build pod's last words")
final class TerminationMessageTest {

  private static final String RESULT =
      """
      {"image": "r.example/shop/orders@sha256:abc", "digest": "sha256:abc", "dryRun": false,
       "platforms": [
        {"platform": "linux/amd64", "feasible": true, "digest": "sha256:1", "bytes": 12, "blockers": []},
        {"platform": "linux/arm64", "feasible": false, "digest": "", "bytes": 0, "blockers": [
         {"name": "psycopg2", "version": "2.9", "reason": "SourceOnly", "message": "no wheel", "remedy": "build one"}]}],
       "engines": {"granian": "2.8.7"},
       "layers": {"reused": 3, "made": 2, "bytesReused": 30, "bytesMade": 20, "blobsPushed": 4, "bytesPushed": 25},
       "phases": [{"name": "install", "milliseconds": 120, "bytes": 0}],
       "somethingNew": {"that": "this operator does not know"},
       "report": "sha256:fff"}
      """;

  @Test
  @DisplayName("are a result when they name an image")
  void areAResult() {
    BuildResult result = new TerminationMessage(0, RESULT).result().orElseThrow();

    assertThat(result.digest()).isEqualTo("sha256:abc");
    assertThat(result.platforms())
        .containsExactly(new PlatformImage("linux/amd64", "sha256:1", 12L));
    assertThat(result.feasibility().getLast().verdict()).isEqualTo(Verdict.Infeasible);
    assertThat(result.feasibility().getLast().blockers().getFirst().message())
        .isEqualTo("no wheel; build one");
    assertThat(result.layers()).contains(new Layers(3, 2, 30L, 20L));
    assertThat(result.engines()).containsExactly(new Engine("granian", "2.8.7"));
    assertThat(result.steps().getFirst().bytes()).isNull();
    assertThat(result.reportDigest()).contains("sha256:fff");
  }

  @Test
  @DisplayName("are of a builder that knows nothing of stacks when they have none")
  void mayHaveNoStack() {
    assertThat(new TerminationMessage(0, RESULT).result().orElseThrow().stack()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "r.example/shop/orders@sha256:def, true",
    "r.example/shop/others@sha256:def, false",
    "elsewhere.example/shop/orders@sha256:def, false",
    "r.example/shop/orders:latest, false"
  })
  @DisplayName("have an image for tests, which is beside the service's and by digest")
  void haveAnImageForTests(String image, boolean isOne) {
    String message =
        RESULT.replace(
            "\"somethingNew\"",
            "\"tests\": {\"image\": \"%s\", \"platforms\": [\"linux/amd64\"]}, \"somethingNew\""
                .formatted(image));

    BuildResult result = new TerminationMessage(0, message).result().orElseThrow();

    assertThat(result.tests())
        .isEqualTo(
            isOne
                ? Optional.of(new TestRun(image, List.of("linux/amd64"), null, null, null))
                : Optional.empty());
    assertThat(new TerminationMessage(0, RESULT).result().orElseThrow().tests()).isEmpty();
  }

  @Test
  @DisplayName("have of a stack what a status can hold")
  void haveAStack() {
    String engine =
        "{\"layer\": \"%s\", \"engine\": \"%s\", \"version\": \"%s\", \"from\": \"Image\","
            + " \"packages\": 0}";
    String engines =
        String.join(
            ", ",
            engine.formatted("JSON", "orjson", "3.13.0"),
            engine.formatted("JSON", "orjson", "3.14.0"),
            engine.formatted("JSON", "ujson", "9".repeat(65)),
            engine.formatted("JSON", "x".repeat(65), "1"),
            engine.formatted("OfALaterBuilder", "x", "1"));
    String message =
        RESULT.replace(
            "\"somethingNew\"",
            "\"stack\": {\"engines\": [%s], \"nativeExtensions\": [{\"name\": \"orjson\", \"version\": \"3.13.0\", \"generator\": \"maturin 1.9.4\", \"own\": false}, {\"name\": \"\"}]}, \"somethingNew\""
                .formatted(engines));

    Stack stack = new TerminationMessage(0, message).result().orElseThrow().stack().orElseThrow();

    assertThat(stack.engines())
        .containsExactly(
            new Stack.Engine(
                Stack.Layer.JSON, "orjson", "3.13.0", Stack.Place.Image, null, List.of(), null),
            new Stack.Engine(
                Stack.Layer.JSON, "ujson", null, Stack.Place.Image, null, List.of(), null));
    assertThat(stack.nativeExtensions())
        .containsExactly(new Stack.NativeExtension("orjson", "3.13.0", "maturin 1.9.4", null));
  }

  @Test
  @DisplayName("of a refused build have the blockers, and the wheels that lack")
  void haveLackingWheels() {
    TerminationMessage message =
        new TerminationMessage(
            2,
            """
            {"failure": "INPUT", "message": "no platform is feasible",
             "platforms": [{"platform": "linux/amd64", "feasible": false, "blockers": [
              {"name": "pricing", "version": "0.2.0", "reason": "NativeCode", "message": "no wheel", "remedy": "build one"}]}],
             "wheels": {"python": "3.13.5", "libc": "glibc:2.41", "platforms": ["linux/amd64"], "own": ["pricing"], "others": []}}
            """);

    assertThat(message.feasibility())
        .singleElement()
        .satisfies(platform ->
            assertThat(platform.blockers().getFirst().reason()).isEqualTo("NativeCode"));
    assertThat(message.lackingWheels())
        .hasValueSatisfying(wheels -> assertThat(wheels.own()).containsExactly("pricing"));
    assertThat(new TerminationMessage(2, "{\"wheels\": null}").lackingWheels()).isEmpty();
  }

  @Test
  @DisplayName("of built wheels count only with the digest of their list")
  void haveBuiltWheels() {
    String list = "sha256:" + "ab".repeat(32);
    String text =
        "{\"list\": \"%s\", \"unbuilt\": [{\"platform\": \"linux/arm64\", \"message\":"
            + " \"crcmod\"}]}";

    assertThat(new TerminationMessage(0, text.formatted(list)).wheels())
        .contains(
            new TerminationMessage.BuiltWheels(
                list, List.of(new Unbuilt("linux/arm64", "crcmod"))));
    assertThat(new TerminationMessage(0, text.formatted("sha256:ab")).wheels()).isEmpty();
    assertThat(new TerminationMessage(2, text.formatted(list)).wheels()).isEmpty();
  }

  @Test
  @DisplayName("may be of a builder that was told to be brief")
  void mayBeBrief() {
    BuildResult result =
        new TerminationMessage(0, "{\"image\": \"r/a@sha256:1\", \"digest\": \"sha256:1\"}")
            .result()
            .orElseThrow();

    assertThat(result.platforms()).isEmpty();
    assertThat(result.layers()).isEmpty();
    assertThat(result.reportDigest()).isEmpty();
  }

  @ParameterizedTest(name = "of {0}")
  @CsvSource({
    "INPUT, 2, Input",
    "POLICY, 3, Policy",
    "REGISTRY, 4, Registry",
    "NETWORK, 5, Network",
    "MACHINE, 6, Machine",
    "INTERNAL, 1, Internal",
    "A_LATER_ONE, 5, Network",
    "A_LATER_ONE, 77, Internal",
  })
  @DisplayName("are a failure of the builder's class, in its words")
  void areAFailure(String name, int exitCode, Reason reason) {
    TerminationMessage message =
        new TerminationMessage(
            exitCode,
            "{\"failure\": \"%s\", \"exitCode\": %d, \"message\": \"run 'uv lock'\"}"
                .formatted(name, exitCode));

    assertThat(message.result()).isEmpty();
    assertThat(message.failure()).isEqualTo(new Failure(reason, "run 'uv lock'"));
  }

  @Test
  @DisplayName("are the end of its log when it could not write its own")
  void areTheLog() {
    Failure failure =
        new TerminationMessage(2, "Unknown option: '--mirrror'\nSee --help\n").failure();

    assertThat(failure)
        .isEqualTo(
            new Failure(
                Reason.Input,
                "The builder ended with exit code 2 and said: Unknown option: '--mirrror'\n"
                    + "See --help"));
  }

  @Test
  @DisplayName("are cut to the end, where the cause stands")
  void areCut() {
    Failure failure = new TerminationMessage(1, "x".repeat(5000) + " the cause").failure();

    assertThat(failure.message())
        .contains("and said: …x")
        .endsWith("the cause")
        .hasSizeLessThan(1100);
  }

  @Test
  @DisplayName("may be none")
  void mayBeNone() {
    assertThat(new TerminationMessage(137, "").failure())
        .isEqualTo(
            new Failure(Reason.Internal, "The builder ended with exit code 137 and said nothing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "[]",
        "7",
        "{}",
        "{\"image\": \"r/a@sha256:1\", \"dig",
        "{\"image\": \"r/a:latest\", \"digest\": \"sha256:1\"}",
        "{\"image\": \"\", \"digest\": \"\"}",
        "{\"image\": {}, \"digest\": []}",
        "\u0000\uffff{",
      })
  @DisplayName("of a good end are no result when they are garbage, cut off or empty")
  void mayBeGarbage(String text) {
    TerminationMessage message = new TerminationMessage(0, text);

    assertThat(message.result()).isEmpty();
    assertThat(message.failure().reason()).isEqualTo(Reason.Internal);
    assertThat(message.failure().message())
        .startsWith("The builder ended well, but its result cannot be read")
        .contains("pythonservice.builder-image");
  }

  @Test
  @DisplayName("of a bad end are no result, whatever they claim")
  void lie() {
    assertThat(new TerminationMessage(1, RESULT).result()).isEmpty();
  }
}

package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Engine;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Layers;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Step;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.operator.plan.BuildResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a build pod said at its end: the builder's summary, or, from a builder that died, the last
 * lines of its log.
 *
 * @param exitCode the exit code of its container
 * @param text the message, possibly empty, cut off, or no JSON
 */
record TerminationMessage(int exitCode, String text) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longest that is kept of a message that is no summary, in characters. */
  private static final int LONGEST_WORDS = 1024;

  /** The most that a status holds. */
  private static final int MOST_BLOCKERS = 20;

  private static final int LONGEST_MESSAGE = 1024;

  private static final int MOST_PLATFORMS = 8;

  /** The failure of a builder that has an image, and checks that stop it. */
  private static final String CHECKS = "CHECKS";

  private static final int LONGEST_RESULT = 2048;

  /**
   * What the message says was built, also where its checks stop it; empty when it does not say
   * that.
   */
  Optional<BuildResult> result() {
    return summary()
        .filter(json -> exitCode == 0 || json.path("failure").asText().equals(CHECKS))
        .flatMap(TerminationMessage::result);
  }

  /** What the message says a look for updates has found; empty when it does not say that. */
  Optional<LockChange> update() {
    return exitCode == 0 ? summary().flatMap(UpdateMessage::of) : Optional.empty();
  }

  /** What the message says other versions of checkers would say; empty when it does not. */
  Optional<List<CheckerPreview>> previews() {
    return exitCode == 0
        ? summary().map(PreviewMessage::of).filter(previews -> !previews.isEmpty())
        : Optional.empty();
  }

  /** Why there is no image. */
  Failure failure() {
    return summary()
        .filter(json -> json.path("failure").isTextual() && json.path("message").isTextual())
        .map(json ->
            new Failure(
                reason(json.path("failure").asText()).orElseGet(this::reasonOfExitCode),
                json.path("message").asText()))
        .orElseGet(this::failureInOtherWords);
  }

  /** What stands in each platform's way, where the failure is that of packages. */
  List<Feasibility> feasibility() {
    return summary().stream()
        .flatMap(json -> elements(json.path("platforms")))
        .limit(MOST_PLATFORMS)
        .map(TerminationMessage::feasibility)
        .toList();
  }

  /** The wheels that lack, where there would be an image with them. */
  Optional<Wheels> lackingWheels() {
    return summary()
        .map(json -> json.path("wheels"))
        .filter(wheels -> !texts(wheels.path("platforms")).isEmpty())
        .map(wheels ->
            new Wheels(
                wheels.path("python").asText(),
                wheels.path("libc").asText(),
                texts(wheels.path("platforms")),
                texts(wheels.path("own")),
                texts(wheels.path("others")),
                null,
                List.of()));
  }

  /**
   * Wheels that were built.
   *
   * @param list the digest of their list
   * @param unbuilt the platforms for which they could not be built
   */
  record BuiltWheels(String list, List<Unbuilt> unbuilt) {}

  /** What the message says of wheels; empty when they were not built. */
  Optional<BuiltWheels> wheels() {
    return exitCode == 0
        ? summary()
            .filter(json -> json.path("list").asText("").matches("sha256:[0-9a-f]{64}"))
            .map(json ->
                new BuiltWheels(
                    json.path("list").asText(),
                    elements(json.path("unbuilt")).map(TerminationMessage::unbuilt).toList()))
        : Optional.empty();
  }

  private static Unbuilt unbuilt(JsonNode platform) {
    return new Unbuilt(
        platform.path("platform").asText(), shortened(platform.path("message").asText()));
  }

  private static List<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::asText).toList();
  }

  private static String shortened(String message) {
    return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }

  private Optional<JsonNode> summary() {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException exception) {
      return Optional.empty();
    }
  }

  /** A builder that cannot read its command line, or that dies, writes no summary. */
  private Failure failureInOtherWords() {
    if (exitCode == 0) {
      return new Failure(
          Reason.Internal,
          "The builder ended well, but its result cannot be read%s; is the operator's setting pythonservice.builder-image an image of pythonservice-builder?"
              .formatted(words()));
    }
    return new Failure(
        reasonOfExitCode(), "The builder ended with exit code %d%s".formatted(exitCode, words()));
  }

  private String words() {
    String said = text.strip();
    int from = Math.max(0, said.length() - LONGEST_WORDS);
    return said.isEmpty()
        ? " and said nothing"
        : " and said: " + (from > 0 ? "…" : "") + said.substring(from);
  }

  /** As the builder's {@code ExitCode} has them. */
  private Reason reasonOfExitCode() {
    return switch (exitCode) {
      case 2 -> Reason.Input;
      case 3 -> Reason.Policy;
      case 4 -> Reason.Registry;
      case 5 -> Reason.Network;
      case 6 -> Reason.Machine;
      default -> Reason.Internal;
    };
  }

  private static Optional<Reason> reason(String failure) {
    return switch (failure) {
      case "INPUT" -> Optional.of(Reason.Input);
      case "POLICY" -> Optional.of(Reason.Policy);
      case "REGISTRY" -> Optional.of(Reason.Registry);
      case "NETWORK" -> Optional.of(Reason.Network);
      case "MACHINE" -> Optional.of(Reason.Machine);
      case "INTERNAL" -> Optional.of(Reason.Internal);
      default -> Optional.empty();
    };
  }

  private static Optional<BuildResult> result(JsonNode json) {
    String image = json.path("image").asText("");
    String digest = json.path("digest").asText("");
    boolean isOne = digest.startsWith("sha256:") && image.endsWith("@" + digest);
    return isOne
        ? Optional.of(
            new BuildResult(
                image,
                digest,
                elements(json.path("platforms"))
                    .filter(platform -> !platform.path("digest").asText("").isEmpty())
                    .map(TerminationMessage::platform)
                    .toList(),
                elements(json.path("platforms")).map(TerminationMessage::feasibility).toList(),
                elements(json.path("phases")).map(TerminationMessage::step).toList(),
                Optional.of(json.path("layers"))
                    .filter(JsonNode::isObject)
                    .map(TerminationMessage::layers),
                engines(json.path("engines")),
                Optional.of(json.path("measure").asText("")).filter(version -> !version.isEmpty()),
                StackMessage.of(json.path("stack")),
                Optional.of(json.path("report").asText("")).filter(report -> !report.isEmpty()),
                elements(json.path("checks")).flatMap(check -> check(check).stream()).toList(),
                Optional.of(json)
                    .filter(all -> all.path("failure").asText().equals(CHECKS))
                    .map(all -> all.path("message").asText()),
                tests(json, image.substring(0, image.length() - digest.length())),
                Optional.empty(),
                PreviewMessage.of(json)))
        : Optional.empty();
  }

  /** The image that tests are run from, which is in the same repository; empty for none. */
  private static Optional<TestRun> tests(JsonNode json, String repository) {
    JsonNode tests = json.path("tests");
    return Optional.of(tests.path("image").asText(""))
        .filter(image -> image.startsWith(repository + "sha256:"))
        .map(image -> new TestRun(image, texts(tests.path("platforms")), null, null, null));
  }

  private static PlatformImage platform(JsonNode platform) {
    return new PlatformImage(
        platform.path("platform").asText(),
        platform.path("digest").asText(),
        platform.path("bytes").asLong());
  }

  private static Feasibility feasibility(JsonNode platform) {
    return new Feasibility(
        platform.path("platform").asText(),
        platform.path("feasible").asBoolean() ? Verdict.Feasible : Verdict.Infeasible,
        elements(platform.path("blockers"))
            .limit(MOST_BLOCKERS)
            .map(TerminationMessage::blocker)
            .toList());
  }

  private static Blocker blocker(JsonNode blocker) {
    String message =
        "%s; %s".formatted(blocker.path("message").asText(), blocker.path("remedy").asText());
    return new Blocker(
        blocker.path("name").asText(),
        blocker.path("version").asText(),
        blocker.path("reason").asText(),
        shortened(message));
  }

  private static Step step(JsonNode phase) {
    long bytes = phase.path("bytes").asLong();
    return new Step(
        phase.path("name").asText(),
        null,
        phase.path("milliseconds").asLong(),
        bytes == 0 ? null : bytes);
  }

  private static Layers layers(JsonNode layers) {
    return new Layers(
        layers.path("reused").asInt(),
        layers.path("made").asInt(),
        layers.path("bytesReused").asLong(),
        layers.path("bytesMade").asLong());
  }

  /** Empty for a check that this operator does not know. */
  private static Optional<CheckResult> check(JsonNode check) {
    String message = check.path("message").asText("");
    return constant(Checks.Name.values(), check.path("name"))
        .flatMap(name ->
            constant(CheckResult.Verdict.values(), check.path("verdict"))
                .map(verdict ->
                    new CheckResult(
                        name,
                        verdict,
                        check.path("findings").asInt(),
                        check.path("newFindings").asInt(),
                        message.isEmpty()
                            ? null
                            : message.substring(0, Math.min(message.length(), LONGEST_RESULT)))));
  }

  private static <E extends Enum<E>> Optional<E> constant(E[] constants, JsonNode word) {
    return Stream.of(constants).filter(each -> each.name().equals(word.asText())).findFirst();
  }

  private static List<Engine> engines(JsonNode engines) {
    return engines.properties().stream()
        .map(engine -> new Engine(engine.getKey(), engine.getValue().asText()))
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

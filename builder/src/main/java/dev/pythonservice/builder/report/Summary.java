package dev.pythonservice.builder.report;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.report.BuildReport.PlatformReport;
import dev.pythonservice.builder.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result in at most {@value #MAXIMUM_BYTES} bytes: what a pod's termination message can hold
 * (Kubernetes, "Customizing the termination message").
 */
public final class Summary {

  /** What Kubernetes keeps of a termination message, in bytes. */
  public static final int MAXIMUM_BYTES = 4096;

  /** In UTF-16; none of them has more than three bytes in UTF-8, or six where JSON escapes it. */
  private static final int LONGEST_MESSAGE = 1024;

  private static final int SHORT = 300;

  /** Of what a check says. */
  private static final int SHORTEST = 100;

  /** A status has no more of them. */
  private static final int MOST_EXTENSIONS = 20;

  private final ObjectMapper json = JsonMapper.shared();

  /**
   * The report as JSON, without what would make it too long: who published packages goes first,
   * then known vulnerabilities, then native extensions from the end, then the phases, the warnings,
   * the rest of the stack, the ends of what previews and of what checks say, and blockers from the
   * end. Image, platforms, engines and measure stay. What is left out is in the report that refers
   * to the image.
   */
  public String of(BuildReport report) {
    return fitting(report, this::write);
  }

  private static String fitting(BuildReport report, Function<BuildReport, String> writer) {
    BuildReport shorter = report.with(report.stack().naming(MOST_EXTENSIONS));
    String text = writer.apply(shorter);
    while (tooLong(text)) {
      BuildReport next = without(shorter);
      if (next.equals(shorter)) {
        throw new IllegalStateException("A summary cannot be made shorter: " + text);
      }
      shorter = next;
      text = writer.apply(shorter);
    }
    return text;
  }

  /** A build with an image that its checks stop: its report, and that it failed. */
  private String stopped(BuildReport report) {
    ObjectNode text = json.valueToTree(report);
    return write(
        text.put("failure", FailedChecks.NAME)
            .put("exitCode", ExitCode.INPUT.number())
            .put("message", FailedChecks.sentence(report.checks()).orElse("")));
  }

  /**
   * Built wheels as JSON, with as many of their names as fit. What could not be built, and why,
   * stays, with the end of long reasons cut off.
   */
  public String of(WheelSummary wheels) {
    WheelSummary shorter = wheels;
    String text = write(shorter);
    while (tooLong(text) && !shorter.wheels().isEmpty()) {
      shorter = shorter.naming(shorter.wheels().subList(0, shorter.wheels().size() / 2));
      text = write(shorter);
    }
    return tooLong(text) ? write(shorter.leaving(Summary::shortened)) : text;
  }

  /** A report of tests as JSON, with as many of the failed ones as fit. */
  public String of(TestSummary tests) {
    TestSummary shorter = tests;
    while (tooLong(write(shorter)) && !shorter.failures().isEmpty()) {
      shorter = shorter.naming(shorter.failures().subList(0, shorter.failures().size() - 1));
    }
    return write(shorter);
  }

  private static UnbuiltPlatform shortened(UnbuiltPlatform platform) {
    return new UnbuiltPlatform(platform.platform(), start(platform.message(), SHORT));
  }

  /**
   * A failure as JSON: its class, exit code and message, the platforms that are not feasible, and
   * the wheels that lack. What is too long loses the end of its message first, then blockers from
   * the end, and the wheels last: half a list of them would be of no use.
   */
  public String of(BuildFailure failure) {
    if (failure instanceof FailedChecks checks) {
      return fitting(checks.report(), this::stopped);
    }
    String text = whole(failure);
    if (!tooLong(text)) {
      return text;
    }
    List<PlatformReport> platforms = platforms(failure);
    String message = start(failure.sentence(), platforms.isEmpty() ? LONGEST_MESSAGE : SHORT);
    text = write(FailureSummary.of(failure, message, platforms, wheels(failure)));
    while (tooLong(text) && !platforms.equals(fewerBlockers(platforms))) {
      platforms = fewerBlockers(platforms);
      text = write(FailureSummary.of(failure, message, platforms, wheels(failure)));
    }
    return tooLong(text)
        ? write(FailureSummary.of(failure, start(message, SHORT), List.of(), Optional.empty()))
        : text;
  }

  /** A failure as JSON, however long. */
  public String whole(BuildFailure failure) {
    if (failure instanceof FailedChecks checks) {
      return stopped(checks.report());
    }
    return write(
        FailureSummary.of(failure, failure.sentence(), platforms(failure), wheels(failure)));
  }

  private static List<PlatformReport> platforms(BuildFailure failure) {
    // Where a policy forbids packages, no platform has anything to say of its own.
    return failure instanceof RefusedBuild refused && refused.exitCode() != ExitCode.POLICY
        ? refused.report().platforms()
        : List.of();
  }

  private static Optional<LackingWheels> wheels(BuildFailure failure) {
    return failure instanceof RefusedBuild refused ? refused.wheels() : Optional.empty();
  }

  /** The start of a text, without half a character at its end. */
  static String start(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean between = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, between ? length - 1 : length) + "…";
  }

  private static BuildReport without(BuildReport report) {
    if (!report.policy().attestations().isEmpty()) {
      return report.withoutPublishers();
    }
    int vulnerabilities = report.policy().vulnerabilities().size();
    if (vulnerabilities > 0) {
      return report.with(report.policy().vulnerabilities().subList(0, vulnerabilities / 2));
    }
    int extensions = report.stack().nativeExtensions().size();
    if (extensions > 0) {
      return report.with(report.stack().naming(extensions / 2));
    }
    if (!report.tools().isEmpty() || !report.phases().isEmpty()) {
      return report.withoutPhases(report.platforms(), report.warnings());
    }
    if (!report.warnings().isEmpty()) {
      return report.withoutPhases(report.platforms(), List.of());
    }
    if (!report.stack().engines().isEmpty()) {
      return report.with(Stack.none());
    }
    int longestPreview =
        report.previews().stream().mapToInt(each -> each.message().length()).max().orElse(0);
    if (longestPreview > SHORTEST) {
      return report.withPreviews(
          report.previews().stream()
              .map(each -> each.saying(start(each.message(), longestPreview / 2)))
              .toList());
    }
    int longest =
        report.checks().stream().mapToInt(check -> check.message().length()).max().orElse(0);
    if (longest > SHORTEST) {
      return report.withChecks(
          report.checks().stream()
              .map(check -> check.saying(start(check.message(), longest / 2)))
              .toList());
    }
    return report.withoutPhases(fewerBlockers(report.platforms()), List.of());
  }

  private static List<PlatformReport> fewerBlockers(List<PlatformReport> platforms) {
    List<PlatformReport> fewer = new ArrayList<>();
    for (PlatformReport platform : platforms) {
      fewer.add(
          new PlatformReport(
              platform.platform(),
              platform.target(),
              platform.feasible(),
              platform.digest(),
              platform.bytes(),
              platform.packages(),
              platform.sbom(),
              platform.blockers().subList(0, platform.blockers().size() / 2)));
    }
    return fewer;
  }

  private static boolean tooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES;
  }

  private String write(Object value) {
    return json.writeValueAsString(value);
  }

  /**
   * Built wheels, as programs read it.
   *
   * @param output the folder, or the artifact as {@code oci://REFERENCE}
   * @param list digest of {@code wheels.json}, which says what each of them is
   * @param built how many were built
   * @param wheels file names of the first of them, or of all
   * @param unbuilt the platforms that were asked for and have none, as they cannot be built here
   */
  public record WheelSummary(
      String output, String list, int built, List<String> wheels, List<UnbuiltPlatform> unbuilt) {

    private WheelSummary naming(List<String> fewer) {
      return new WheelSummary(output, list, built, fewer, unbuilt);
    }

    private WheelSummary leaving(UnaryOperator<UnbuiltPlatform> shorter) {
      return new WheelSummary(output, list, built, wheels, unbuilt.stream().map(shorter).toList());
    }
  }

  /**
   * A platform without wheels.
   *
   * @param platform such as {@code linux/arm64}
   * @param message which package cannot be built for it here, and where it can be
   */
  public record UnbuiltPlatform(String platform, String message) {}

  /**
   * A failure, as programs read it.
   *
   * @param failure whose turn it is, such as {@code INPUT}
   * @param exitCode the program's exit code
   * @param message the sentence for people
   * @param platforms whether each platform is feasible, and what stands in its way; empty for
   *     another failure
   * @param wheels what the command {@code wheel} could make so that there would be an image
   */
  public record FailureSummary(
      String failure,
      int exitCode,
      String message,
      List<PlatformReport> platforms,
      Optional<LackingWheels> wheels) {

    static FailureSummary of(
        BuildFailure failure,
        String message,
        List<PlatformReport> platforms,
        Optional<LackingWheels> wheels) {
      return new FailureSummary(
          failure.exitCode().name(), failure.exitCode().number(), message, platforms, wheels);
    }
  }
}

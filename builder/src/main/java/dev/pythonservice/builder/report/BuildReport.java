package dev.pythonservice.builder.report;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.CheckerPreview;
import dev.pythonservice.builder.policy.Finding;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.stack.Stack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a build, for people and programs: the artifact that refers to the image, and in
 * short the pod's termination message.
 *
 * @param image the image index by digest, such as {@code registry.example/shop/orders@sha256:…};
 *     empty after a dry run
 * @param digest digest of the image index; after a dry run what it would be
 * @param dryRun whether nothing was written to the registry
 * @param revision the exact revision of the source
 * @param treeDigest digest of the project's files
 * @param base the base image by digest
 * @param python the base image's Python, such as {@code 3.13.5}
 * @param platforms the platforms in the order in which they were asked for
 * @param engines the server engines that are installed on every platform that has an image: version
 *     by name; never left out, as it decides how the image can be started
 * @param measure version of the layer that measures servers and jobs; empty where it was left out;
 *     never left out itself, as it decides how the image can be started
 * @param stack which engine serves each layer of the image and its project
 * @param policy what the platform's policy forbids, the known vulnerabilities, and who published
 *     packages
 * @param layers layers of all platforms together
 * @param phases the phases in the order in which they began
 * @param milliseconds how long the build took from its start, in milliseconds
 * @param warnings what a person should look at, although the build went on
 * @param tools versions of the programs that took part
 * @param report digest of the artifact that has this report in full; empty after a dry run, and in
 *     the artifact, which cannot know it
 * @param checks results of the checks that were asked for; the findings are in an artifact of their
 *     own
 * @param tests the image that the project's tests are run from; never left out, as somebody waits
 *     for it; absent where none was asked for, or there cannot be one
 * @param previews what other versions of checkers would say; they stop nothing
 */
public record BuildReport(
    String image,
    String digest,
    boolean dryRun,
    String revision,
    String treeDigest,
    String base,
    String python,
    List<PlatformReport> platforms,
    Map<String, String> engines,
    String measure,
    Stack stack,
    PolicyVerdict policy,
    LayerReport layers,
    List<Phase> phases,
    long milliseconds,
    List<String> warnings,
    Map<String, String> tools,
    String report,
    List<CheckResult> checks,
    Optional<TestImage> tests,
    List<CheckerPreview> previews) {

  public BuildReport {
    checks = List.copyOf(checks);
    previews = List.copyOf(previews);
  }

  /** The same with the digest of the artifact that has it in full. */
  public BuildReport keptAs(String artifact) {
    return with(platforms, stack, policy, phases, warnings, tools, artifact, checks);
  }

  /** The same with less of its stack. */
  BuildReport with(Stack less) {
    return with(platforms, less, policy, phases, warnings, tools, report, checks);
  }

  /** The same with fewer of its known vulnerabilities. */
  BuildReport with(List<Finding> fewer) {
    PolicyVerdict less = new PolicyVerdict(policy.violations(), fewer, policy.attestations());
    return with(platforms, stack, less, phases, warnings, tools, report, checks);
  }

  /** The same without who published its packages. */
  BuildReport withoutPublishers() {
    PolicyVerdict less =
        new PolicyVerdict(policy.violations(), policy.vulnerabilities(), List.of());
    return with(platforms, stack, less, phases, warnings, tools, report, checks);
  }

  /** The same with other words for its checks. */
  public BuildReport withChecks(List<CheckResult> others) {
    return with(platforms, stack, policy, phases, warnings, tools, report, others);
  }

  /** The same without phases and tools, and with less of its platforms and warnings. */
  BuildReport withoutPhases(List<PlatformReport> shorter, List<String> fewer) {
    return with(shorter, stack, policy, List.of(), fewer, Map.of(), report, checks);
  }

  /** The same in what never changes. */
  private BuildReport with(
      List<PlatformReport> otherPlatforms,
      Stack otherStack,
      PolicyVerdict otherPolicy,
      List<Phase> otherPhases,
      List<String> otherWarnings,
      Map<String, String> otherTools,
      String otherReport,
      List<CheckResult> otherChecks) {
    return new BuildReport(
        image,
        digest,
        dryRun,
        revision,
        treeDigest,
        base,
        python,
        otherPlatforms,
        engines,
        measure,
        otherStack,
        otherPolicy,
        layers,
        otherPhases,
        milliseconds,
        otherWarnings,
        otherTools,
        otherReport,
        otherChecks,
        tests,
        previews);
  }

  /** The same with the image that the project's tests are run from. */
  public BuildReport with(Optional<TestImage> image) {
    return new BuildReport(
        this.image,
        digest,
        dryRun,
        revision,
        treeDigest,
        base,
        python,
        platforms,
        engines,
        measure,
        stack,
        policy,
        layers,
        phases,
        milliseconds,
        warnings,
        tools,
        report,
        checks,
        image,
        previews);
  }

  /** The same with what other versions of checkers would say. */
  public BuildReport withPreviews(List<CheckerPreview> others) {
    return new BuildReport(
        image,
        digest,
        dryRun,
        revision,
        treeDigest,
        base,
        python,
        platforms,
        engines,
        measure,
        stack,
        policy,
        layers,
        phases,
        milliseconds,
        warnings,
        tools,
        report,
        checks,
        tests,
        others);
  }

  /**
   * The image of a platform, or why there is none.
   *
   * @param platform such as {@code linux/arm64}
   * @param target what wheels were chosen for, such as {@code linux/arm64, glibc 2.41, Python
   *     3.13.5}
   * @param feasible whether every locked package can be installed
   * @param digest digest of its manifest; empty where it is not feasible
   * @param bytes compressed size of its layers, those of the base image included
   * @param packages number of packages that are installed
   * @param sbom digest of its SBOM, an artifact that refers to the manifest; empty where there is
   *     none
   * @param blockers the packages that stand in its way
   */
  public record PlatformReport(
      String platform,
      String target,
      boolean feasible,
      String digest,
      long bytes,
      int packages,
      String sbom,
      List<BlockerReport> blockers) {}

  /**
   * A package that cannot be installed.
   *
   * @param name the package
   * @param version its locked version
   * @param reason in one word for programs
   * @param message in a sentence for people
   * @param remedy what would unblock it
   */
  public record BlockerReport(
      String name, String version, String reason, String message, String remedy) {}

  /**
   * Layers beside those of the base image.
   *
   * @param reused how many were found in the registry
   * @param made how many were made
   * @param bytesReused compressed size of those found, in bytes
   * @param bytesMade compressed size of those made, in bytes
   * @param blobsPushed how many blobs went to the registry, configurations included
   * @param bytesPushed bytes that went to the registry
   */
  public record LayerReport(
      int reused, int made, long bytesReused, long bytesMade, int blobsPushed, long bytesPushed) {}
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.image.PlatformImage;
import dev.pythonservice.builder.image.PushSummary;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.layers.MeasureLayer;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Placement;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.BuildReport.BlockerReport;
import dev.pythonservice.builder.report.BuildReport.LayerReport;
import dev.pythonservice.builder.report.BuildReport.PlatformReport;
import dev.pythonservice.builder.report.Stopwatch;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what a build did into its report. */
final class Reports {

  /** The media type of a report. */
  static final String MEDIA_TYPE = "application/vnd.pythonservice.build-report.v1+json";

  private final BuildRequest request;
  private final Source source;
  private final List<BaseImage> bases;
  private final Plan plan;
  private final PolicyVerdict verdict;
  private final Stopwatch stopwatch;
  private final Map<String, String> tools;

  Reports(
      BuildRequest request,
      Source source,
      List<BaseImage> bases,
      Plan plan,
      PolicyVerdict verdict,
      Stopwatch stopwatch,
      Map<String, String> tools) {
    this.request = request;
    this.source = source;
    this.bases = bases;
    this.plan = plan;
    this.verdict = verdict;
    this.stopwatch = stopwatch;
    this.tools = tools;
  }

  /**
   * An image that is in the registry.
   *
   * @param image the image
   * @param push how its blobs came there
   * @param bills digests of the bills of materials
   * @param applications the application's layers
   */
  record Published(
      Image image, PushSummary push, Map<Platform, Digest> bills, List<LayerBlob> applications) {}

  /** The report of an image that is in the registry. */
  BuildReport of(
      Published published, LayerSupply supply, List<CheckResult> checks, List<String> warnings) {
    Digest digest = published.image().index().digest();
    Set<String> madeKeys = supply.made();
    List<Descriptor> applications =
        published.applications().stream().map(LayerBlob::descriptor).distinct().toList();
    long applicationBytes = applications.stream().mapToLong(Descriptor::size).sum();
    LayerReport wheels = wheelLayers(madeKeys);
    PushSummary push = published.push();
    return report(
        request.image().repository() + "@" + digest,
        digest.toString(),
        plan.platforms().stream().map(platform -> platform(platform, published)).toList(),
        new LayerReport(
            wheels.reused(),
            wheels.made() + applications.size(),
            wheels.bytesReused(),
            wheels.bytesMade() + applicationBytes,
            (int) push.count(Placement.PUSHED) + wheels.made(),
            push.bytes(Placement.PUSHED) + push.manifestBytes() + supply.bytesSent()),
        checks,
        warnings);
  }

  /** The report without an image: what is feasible, and what would be found and made. */
  BuildReport withoutImage(int found, int missing, List<String> warnings) {
    return report(
        "",
        "",
        plan.platforms().stream()
            .map(platform -> platform(platform, Optional.empty(), Optional.empty()))
            .toList(),
        new LayerReport(found, missing, 0, 0, 0, 0),
        List.of(),
        warnings);
  }

  private BuildReport report(
      String image,
      String digest,
      List<PlatformReport> platforms,
      LayerReport layers,
      List<CheckResult> checks,
      List<String> warnings) {
    BaseImage any = bases.getFirst();
    return new BuildReport(
        image,
        digest,
        request.dryRun(),
        source.revision(),
        source.treeDigest().toString(),
        any.reference(),
        any.facts().python().toString(),
        platforms,
        Engines.in(plan),
        request.image().measured() ? MeasureLayer.version() : "",
        plan.stack(),
        verdict,
        layers,
        stopwatch.phases(),
        stopwatch.elapsed(),
        warnings,
        tools,
        "",
        checks,
        Optional.empty(),
        List.of());
  }

  private LayerReport wheelLayers(Set<String> madeKeys) {
    Map<String, WheelLayer> layers = new LinkedHashMap<>();
    plan.feasible().stream()
        .flatMap(platform -> platform.layers().stream())
        .forEach(layer -> layers.put(layer.key(), layer));
    long made = layers.keySet().stream().filter(madeKeys::contains).count();
    long bytesMade =
        layers.values().stream()
            .filter(layer -> madeKeys.contains(layer.key()))
            .mapToLong(layer -> layer.blob().size())
            .sum();
    long bytes = layers.values().stream().mapToLong(layer -> layer.blob().size()).sum();
    return new LayerReport(
        layers.size() - (int) made, (int) made, bytes - bytesMade, bytesMade, 0, 0);
  }

  private PlatformReport platform(PlatformPlan platform, Published published) {
    return platform(
        platform,
        published.image().platforms().stream()
            .filter(image -> image.platform() == platform.platform())
            .findFirst(),
        Optional.ofNullable(published.bills().get(platform.platform())));
  }

  private PlatformReport platform(
      PlatformPlan platform, Optional<PlatformImage> image, Optional<Digest> bill) {
    BaseImage base =
        bases.stream()
            .filter(each -> each.platform() == platform.platform())
            .findFirst()
            .orElseThrow();
    return new PlatformReport(
        platform.platform().toString(),
        base.target().toString(),
        platform.feasible(),
        image.map(built -> built.manifest().digest().toString()).orElse(""),
        image
            .map(built ->
                built.layers().stream().mapToLong(layer -> layer.descriptor().size()).sum())
            .orElse(0L),
        platform.packages(),
        bill.map(Digest::toString).orElse(""),
        platform.blockers().stream().map(Reports::blocker).toList());
  }

  private static BlockerReport blocker(Blocker blocker) {
    return new BlockerReport(
        blocker.packageName(),
        blocker.version(),
        blocker.reason().word(),
        blocker.message(),
        blocker.remedy());
  }
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.report.Stopwatch;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The checks of a build, beside its other work. What checkers said of exactly these files is found
 * again in the registry, whatever the modes are now.
 */
final class Checking {

  private static final int LAYERS_AT_ONCE = 4;

  private final ChecksRequest request;
  private final boolean dryRun;
  private final long packageBytes;
  private final Examining examining;
  private final CheckStore store;
  private final Stopwatch stopwatch;
  private final Background background;
  private final Function<String, Path> folders;
  private final Map<Turn, Background.Later<Examination>> examinations = new LinkedHashMap<>();

  /** Type checkers need much memory, so one comes after the other. */
  private final Semaphore typeChecker = new Semaphore(1);

  private Optional<Begun> begun = Optional.empty();

  /** What is known once the source is there. */
  private record Begun(
      Source source, Supplier<CheckPlace> place, Background.Later<Baseline> baseline) {}

  Checking(
      Machine machine,
      Supplier<Uv> uv,
      KeyStore keys,
      BuildRequest request,
      Stopwatch stopwatch,
      Background background,
      Function<String, Path> folders) {
    this.request = request.checks();
    this.dryRun = request.dryRun();
    this.packageBytes = request.limits().installedBytes();
    this.store = new CheckStore(keys);
    this.examining =
        Examining.on(
            machine,
            request.checks(),
            request.policy(),
            uv,
            folders,
            Optional.of(store),
            stopwatch);
    this.stopwatch = stopwatch;
    this.background = background;
    this.folders = folders;
  }

  /** Whether there is anything to check. */
  boolean isWanted() {
    return !request.wanted().isEmpty() && !dryRun;
  }

  /** Starts what needs nothing but the project's files. */
  void begin(Source source) {
    if (!isWanted()) {
      return;
    }
    Supplier<CheckPlace> place =
        new Once<>(() ->
            stopwatch.time(
                "copy for checks", () -> CheckPlace.of(source, folders.apply("checks"))));
    Background.Later<Baseline> baseline =
        background.start(() -> request.baseline().map(store::baseline).orElse(Baseline.NONE));
    Begun now = new Begun(source, place, baseline);
    begun = Optional.of(now);
    Examining.Project project = new Examining.Project(source, place, List.of(), Optional::empty);
    Turn.of(request).stream()
        .filter(turn -> !turn.checker().needsPackages())
        .forEach(
            turn -> examinations.put(turn, background.start(() -> examining.of(turn, project))));
  }

  /**
   * Starts what needs the packages that the project imports; again where the layers of an earlier
   * plan turned out to be gone.
   */
  void continueWith(Plan plan, List<BaseImage> bases) {
    begun.ifPresent(now -> {
      PlatformPlan platform = plan.feasible().getFirst();
      BaseImage base =
          bases.stream()
              .filter(each -> each.platform() == platform.platform())
              .findFirst()
              .orElseThrow();
      Supplier<Packages> packages =
          new Once<>(
              () -> stopwatch.time("packages for checks", () -> packages(now, base, platform)));
      Examining.Project project =
          new Examining.Project(
              now.source(),
              now.place(),
              decides(base, platform),
              () -> Optional.of(packages.get()));
      Turn.of(request).stream()
          .filter(turn -> turn.checker().needsPackages())
          .forEach(turn ->
              examinations.put(
                  turn, background.start(typeChecker, () -> examining.of(turn, project))));
    });
  }

  /** Waits for the end of all checks, and judges them. */
  Checked finish() {
    Begun now = begun.orElseThrow();
    Map<Turn, Examination> all = new LinkedHashMap<>();
    Turn.of(request)
        .forEach(turn -> all.put(turn, Objects.requireNonNull(examinations.get(turn)).get()));
    return Checked.of(request, all, now.baseline().get());
  }

  /** Other packages, or another Python, let type checkers find other things. */
  private static List<String> decides(BaseImage base, PlatformPlan platform) {
    List<String> decides = new ArrayList<>();
    decides.add(base.facts().python().toString());
    platform.layers().stream().map(WheelLayer::key).forEach(decides::add);
    decides.addAll(roots(platform));
    return decides;
  }

  private static List<String> roots(PlatformPlan platform) {
    return platform.firstParty().stream()
        .map(FirstParty::sourceRoots)
        .flatMap(List::stream)
        .toList();
  }

  private Packages packages(Begun now, BaseImage base, PlatformPlan platform) {
    Packages packages = Packages.within(now.place().get(), base.facts().python(), roots(platform));
    AtomicLong left = new AtomicLong(packageBytes);
    Parallel.each(
        platform.layers(),
        LAYERS_AT_ONCE,
        layer -> {
          try (InputStream blob =
              store.keys().registry().blob(store.keys().repository(), layer.blob())) {
            packages.add(blob, left);
            return layer;
          } catch (IOException exception) {
            throw new UncheckedIOException(exception);
          }
        });
    return packages;
  }
}

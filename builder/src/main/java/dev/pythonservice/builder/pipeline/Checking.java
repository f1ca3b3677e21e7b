package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.checks.Examiner;
import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.checks.Programs;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
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
import java.util.EnumMap;
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
  private final Examiner examiner;
  private final CheckStore store;
  private final Stopwatch stopwatch;
  private final Background background;
  private final Function<String, Path> folders;
  private final Map<Checker, Background.Later<Examination>> examinations =
      new EnumMap<>(Checker.class);

  /** Type checkers need much memory, so one comes after the other. */
  private final Semaphore typeChecker = new Semaphore(1);

  private Optional<Begun> begun = Optional.empty();

  /** What is known once the source is there. */
  private record Begun(
      Source source, Supplier<CheckPlace> place, Background.Later<Baseline> baseline) {}

  Checking(
      Programs programs,
      KeyStore keys,
      BuildRequest request,
      Stopwatch stopwatch,
      Background background,
      Function<String, Path> folders) {
    this.request = request.checks();
    this.dryRun = request.dryRun();
    this.packageBytes = request.limits().installedBytes();
    this.examiner =
        new Examiner(
            programs, request.checks().deadline(), Runtime.getRuntime().availableProcessors());
    this.store = new CheckStore(keys);
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
    Checked.checkers(request).stream()
        .filter(checker -> !checker.needsPackages())
        .forEach(checker ->
            examinations.put(
                checker,
                background.start(() -> examine(checker, now, List.of(), Optional::empty))));
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
      List<String> decides = decides(base, platform);
      Checked.checkers(request).stream()
          .filter(Checker::needsPackages)
          .forEach(checker ->
              examinations.put(
                  checker,
                  background.start(
                      typeChecker,
                      () -> examine(checker, now, decides, () -> Optional.of(packages.get())))));
    });
  }

  /** Waits for the end of all checks, and judges them. */
  Checked finish() {
    Begun now = begun.orElseThrow();
    List<Examination> all = new ArrayList<>();
    Checked.checkers(request)
        .forEach(checker -> all.add(Objects.requireNonNull(examinations.get(checker)).get()));
    return Checked.of(request, all, now.baseline().get());
  }

  private Examination examine(
      Checker checker, Begun now, List<String> decides, Supplier<Optional<Packages>> packages) {
    return switch (examiner.version(checker)) {
      case Version.Unknown unknown -> new Broken(checker, "", unknown.cause());
      case Version.Known known -> {
        CheckStore.Key key = new CheckStore.Key(checker, known.version(), now.source(), decides);
        yield store
            .find(key)
            .map(Examination.class::cast)
            .orElseGet(() -> examine(key, known, now, packages));
      }
    };
  }

  private Examination examine(
      CheckStore.Key key, Version.Known known, Begun now, Supplier<Optional<Packages>> packages) {
    CheckPlace place = now.place().get();
    Optional<Packages> there = packages.get();
    Examination examination =
        stopwatch.time(
            key.checker().title(), () -> examiner.examine(key.checker(), known, place, there));
    if (examination instanceof Complete complete) {
      store.keep(key, complete);
    }
    return examination;
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

  /** The first who asks makes it, the others wait for it. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> work;
    private Optional<T> made = Optional.empty();

    Once(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public synchronized T get() {
      T value = made.orElseGet(work);
      made = Optional.of(value);
      return value;
    }
  }
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.Signing;
import dev.pythonservice.builder.attest.Statement;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.BaseImages;
import dev.pythonservice.builder.base.Interpreters;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.feasibility.FeasibilityTable;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.image.PushSummary;
import dev.pythonservice.builder.install.Downloads;
import dev.pythonservice.builder.install.UploadTimes;
import dev.pythonservice.builder.install.WheelContents;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.layers.MeasureLayer;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.pipeline.LayerSupply.Wanted;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Placement;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.BuilderVersion;
import dev.pythonservice.builder.report.FailedChecks;
import dev.pythonservice.builder.report.LackingWheels;
import dev.pythonservice.builder.report.Progress;
import dev.pythonservice.builder.report.RefusedBuild;
import dev.pythonservice.builder.report.Stopwatch;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.vulnerability.AdvisoryPlace;
import dev.pythonservice.builder.wheel.BuiltWheels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** One build, from what was asked to the report. */
final class Build {

  private final Machine machine;
  private final Registry registry;
  private final BuildRequest request;
  private final Progress progress;
  private final WorkFolder work;
  private final Background background;
  private final Stopwatch stopwatch;
  private final KeyStore keys;
  private final PlanStore plans;
  private final Gathering gathering;
  private final Interpreters interpreters;
  private final LayerMaking making;
  private final LayerSupply supply;
  private final PolicyChecks checks;
  private final Checking checking;
  private final Resolution resolution;
  private final TestImages testImages;
  private final Applications applications;

  Build(
      Machine machine,
      Registry registry,
      Remembered remembered,
      BuildRequest request,
      Progress progress,
      WorkFolder work,
      Background background) {
    this.background = background;
    this.machine = machine;
    this.registry = registry;
    this.request = request;
    this.progress = progress;
    this.work = work;
    this.stopwatch = new Stopwatch(machine.clock());
    this.keys = new KeyStore(registry, Repository.of(request.image().layerRepository()));
    this.plans = new PlanStore(keys, remembered);
    BaseImages images = new BaseImages(registry, keys, !request.dryRun());
    this.gathering = new Gathering(machine, registry, request, work, images);
    this.interpreters =
        new Interpreters(registry, images, machine.interpreters(), machine.cache(), work.folder());
    this.making =
        new LayerMaking(
            new Downloads(
                machine.access(), proxies(), request.limits(), machine.cache(), work.folder()),
            this::uv,
            interpreters::find,
            request.limits(),
            work.newFolder("wheels"),
            background);
    this.supply = new LayerSupply(keys, making::await, making::make, progress);
    FileServer server = new FileServer(machine.access(), proxies());
    this.checks =
        new PolicyChecks(
            request.policy(),
            new UploadTimes(server, machine.access().offline()),
            () -> new AdvisoryPlace(server, work.newFolder("vulnerabilities")),
            machine.clock(),
            AttestedFiles.of(server, Optional.of(keys).filter(_ -> !request.dryRun()), machine));
    this.checking =
        new Checking(machine, this::uv, keys, request, stopwatch, background, work::newFolder);
    this.resolution = new Resolution(this::uv, request.policy(), machine.access(), work.folder());
    this.applications = new Applications(interpreters, work);
    this.testImages =
        new TestImages(
            registry, request, resolution, making, supply, plans, this::allThere, checks.ofTests());
  }

  /** Runs it. */
  BuildReport run() {
    Background.Later<List<BaseImage>> resolving =
        background.start(() -> stopwatch.time("base", gathering::bases));
    Source source = stopwatch.time("source", gathering::source, gathering::bytesFetched);
    progress.say("the source is %s, %d files".formatted(source.revision(), source.files().size()));
    checking.begin(source);
    List<BaseImage> bases = resolving.get();
    BuiltWheels wheels = gathering.wheels();
    Digest key = PlanKey.of(request, source, bases, wheels);
    Ingredients ingredients = new Ingredients(source, bases, wheels, key);
    if (request.dryRun()) {
      return dryRun(source, bases, wheels);
    }
    Optional<Plan> known = stopwatch.time("plan", () -> plans.find(key)).filter(this::isEnough);
    if (known.isPresent()) {
      PolicyVerdict verdict = allowed(source, bases, known.get(), known.get().contents());
      try {
        return publish(ingredients, known.get(), verdict, () -> {});
      } catch (BuildFailure failure) {
        if (allThere(known.get())) {
          throw failure;
        }
        progress.say("layers of this plan are not in the registry any more; making them again");
        plans.forget(key);
      }
    }
    Planning planning = planning(source, bases, wheels);
    PolicyVerdict verdict = allowed(source, bases, planning);
    Plan plan = make(planning, source);
    // Not before the application's layer: by then its files were what the key was made of.
    return publish(ingredients, plan, verdict, () -> plans.keep(key, plan));
  }

  /** Looks at packages before anything is made of them. */
  private PolicyVerdict allowed(Source source, List<BaseImage> bases, Planning planning) {
    Contents contents = new Contents().with(planning.found().values());
    if (checks.needWheels()) {
      making.download(planning.missing().stream().map(Wanted::group).toList());
      planning.missing().stream()
          .flatMap(wanted -> wanted.group().wheels().stream())
          .forEach(wheel -> contents.with(wheel, WheelContents.read(making.file(wheel))));
    }
    return allowed(source, bases, PlanDraft.withoutLayers(planning), planning.contents(contents));
  }

  private PolicyVerdict allowed(
      Source source, List<BaseImage> bases, Plan plan, Map<String, List<PackageFacts>> contents) {
    PolicyVerdict verdict = stopwatch.time("policy", () -> checks.of(contents));
    if (!verdict.violations().isEmpty()) {
      throw RefusedBuild.byPolicy(
          verdict.sentence(),
          reports(source, bases, plan, verdict).withoutImage(0, 0, plan.warnings()));
    }
    return verdict;
  }

  private Planning planning(Source source, List<BaseImage> bases, BuiltWheels wheels) {
    LockedProject project =
        stopwatch.time("lock", () -> resolution.read(source, request.lock(), bases.getFirst()));
    progress.say("the lock has %d packages".formatted(project.packages().size()));
    List<PlannedPlatform> platforms =
        stopwatch.time("feasibility", () -> feasibilities(source, project, bases, wheels));
    refuseInfeasible(source, bases, project, platforms);
    return stopwatch.time(
        "layers found",
        () -> new Planning(project, platforms, supply.find(Planning.wanted(platforms))));
  }

  private List<PlannedPlatform> feasibilities(
      Source source, LockedProject project, List<BaseImage> bases, BuiltWheels wheels) {
    int mostLayers = request.limits().layers();
    return resolution.of(project, source, bases, wheels).stream()
        .map(each ->
            PlannedPlatform.of(each.base(), each.feasibility(), each.selection(), mostLayers))
        .toList();
  }

  private boolean isEnough(Plan plan) {
    return !request.everyPlatform() || plan.feasible().size() == plan.platforms().size();
  }

  private void refuseInfeasible(
      Source source,
      List<BaseImage> bases,
      LockedProject project,
      List<PlannedPlatform> platforms) {
    List<Feasibility> all = platforms.stream().map(PlannedPlatform::feasibility).toList();
    long feasible = all.stream().filter(Feasibility::feasible).count();
    if (feasible == all.size()) {
      return;
    }
    String table = FeasibilityTable.of(all);
    // A dry run tells of each platform, unless it was asked whether all of them are feasible.
    if (request.everyPlatform() || (feasible == 0 && !request.dryRun())) {
      Plan plan = PlanDraft.withoutLayers(new Planning(project, platforms, Map.of()));
      throw new RefusedBuild(
          table,
          reports(source, bases, plan, PolicyVerdict.CLEAN).withoutImage(0, 0, plan.warnings()),
          LackingWheels.of(all));
    }
    progress.say("not every platform is feasible\n" + table);
  }

  private Plan make(Planning planning, Source source) {
    progress.say(
        "%d layers are in the registry, %d are made"
            .formatted(planning.found().size(), planning.missing().size()));
    planning.requireFitting(planning.found(), request.limits());
    making.download(planning.missing().stream().map(Wanted::group).toList());
    Map<String, KnownLayer> made =
        stopwatch.time("layers made", () -> supply.make(planning.missing()), this::bytesSent);
    planning.requireFitting(planning.with(made), request.limits());
    Bills bills = new Bills(keys, source);
    return stopwatch.time("bills", () -> PlanDraft.of(planning, planning.with(made), bills::put));
  }

  private long bytesSent(Map<String, KnownLayer> made) {
    return made.values().stream().mapToLong(layer -> layer.blob().size()).sum();
  }

  private BuildReport dryRun(Source source, List<BaseImage> bases, BuiltWheels wheels) {
    Planning planning = planning(source, bases, wheels);
    int missing = (int) planning.missing().stream().map(Wanted::key).distinct().count();
    Plan plan = PlanDraft.withoutLayers(planning);
    return reports(source, bases, plan, allowed(source, bases, planning))
        .withoutImage(planning.found().size(), missing, plan.warnings());
  }

  private BuildReport publish(
      Ingredients ingredients, Plan plan, PolicyVerdict verdict, Runnable beforeTags) {
    Source source = ingredients.source();
    List<BaseImage> bases = ingredients.bases();
    checking.continueWith(plan, bases);
    Publication publication = new Publication(registry, request, source);
    Map<Platform, LayerBlob> layers =
        stopwatch.time("application", () -> applications.of(source, bases, plan));
    Optional<LayerBlob> measure = measure();
    Image image = publication.assemble(bases, plan, measure, layers);
    PushSummary push =
        stopwatch.time("push", () -> publication.push(image), done -> done.bytes(Placement.PUSHED));
    Map<Platform, Digest> bills =
        stopwatch.time("attest", () -> publication.attachBills(plan, image, push));
    Optional<Checked> byCheckers =
        checking.isWanted()
            ? Optional.of(stopwatch.time("checks", () -> checked(publication, image, push)))
            : Optional.empty();
    Optional<TestImages.Outcome> tests =
        testImage(
            byCheckers,
            new TestImages.Service(
                ingredients,
                plan,
                image,
                measure,
                other ->
                    other.hasSameOwnPackages(plan)
                        ? layers
                        : applications.of(source, ingredients.basesOf(plan), other)));
    Optional<Checked> checked = byCheckers.map(found -> found.with(request.checks(), tests));
    Statement provenance =
        new Provenances(request, source, bases, plan, verdict)
            .of(image, stopwatch.startedAt(), machine.clock().instant());
    publication.attachProvenance(image, push, provenance);
    if (!checked.map(Checked::stops).orElse(false)) {
      // Before any tag: nobody finds an image by its name that is not signed yet.
      machine.signing().ifPresent(signing -> sign(image, plan, provenance, signing));
    }
    BuildReport report =
        reports(source, bases, plan, verdict)
            .of(
                new Reports.Published(image, push, bills, List.copyOf(layers.values())),
                supply,
                checked.map(Checked::results).orElse(List.of()),
                plan.warnings())
            .with(tests.flatMap(TestImages::image))
            .withPreviews(checked.map(Checked::previews).orElse(List.of()));
    Digest kept =
        publication.attachReport(image, push, JsonMapper.shared().writeValueAsBytes(report));
    beforeTags.run();
    FailedChecks.of(report.keptAs(kept.toString()))
        .ifPresent(failure -> {
          throw failure;
        });
    // Last of all: a build that fails leaves every tag as it was.
    publication.tag(image, push);
    return report.keptAs(kept.toString());
  }

  private void sign(Image image, Plan plan, Statement provenance, Signing signing) {
    Signatures signatures = new Signatures(registry, request.image(), signing);
    long fresh = stopwatch.time("sign", () -> signatures.sign(image, plan, provenance));
    progress.say("%d signatures are new, by %s".formatted(fresh, signing.trust().names()));
  }

  private Checked checked(Publication publication, Image image, PushSummary push) {
    Checked checked = checking.finish();
    publication.attachChecks(image, push, checked);
    return checked;
  }

  /** Nobody runs the tests of what its checks stop already. */
  private Optional<TestImages.Outcome> testImage(
      Optional<Checked> byCheckers, TestImages.Service service) {
    return byCheckers
        .filter(found -> !found.stops())
        .flatMap(_ -> request.checks().tests())
        .map(tests -> stopwatch.time("test image", () -> testImages.make(tests, service)));
  }

  private Optional<LayerBlob> measure() {
    return request.image().measured()
        ? Optional.of(MeasureLayer.write(work.newFolder("measure").resolve("measure.tar.zst")))
        : Optional.empty();
  }

  /** Whether the registry still has the layers of a plan; it may have been cleaned up. */
  private boolean allThere(Plan plan) {
    return Parallel.each(plan.blobs(), 8, blob -> registry.has(keys.repository(), blob.digest()))
        .stream()
        .allMatch(Boolean::booleanValue);
  }

  private Reports reports(Source source, List<BaseImage> bases, Plan plan, PolicyVerdict verdict) {
    return new Reports(
        request, source, bases, plan, verdict, stopwatch, Map.of("builder", BuilderVersion.read()));
  }

  private ProxySettings proxies() {
    return ProxySettings.of(machine.environment());
  }

  private Uv uv() {
    return Uv.find(
        machine.uv(),
        machine.cache(),
        machine.access(),
        machine.interpreters(),
        machine.environment());
  }
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.feasibility.FeasibilityTable;
import dev.pythonservice.builder.image.Annotations;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.image.PlatformImage;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.pipeline.LayerSupply.Wanted;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.pipeline.Resolution.Resolved;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.report.TestImage;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.ChecksRequest.Tests;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.stack.Stack;
import dev.pythonservice.builder.target.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the image that a project's tests are run from, elsewhere: all that the service's image has,
 * and layers with the packages of further dependency groups of the same lock. It has no tag, no
 * signature and no provenance, and an annotation says which image it is about.
 *
 * @param registry where it goes
 * @param request what the service's image was asked for
 * @param resolution which wheels there are
 * @param making downloads wheels
 * @param supply finds and makes layers
 * @param plans remembers what is in it
 * @param policy looks at the packages that the service does not have
 * @param allThere whether the registry still has the layers of a plan
 */
record TestImages(
    Registry registry,
    BuildRequest request,
    Resolution resolution,
    LayerMaking making,
    LayerSupply supply,
    PlanStore plans,
    Predicate<Plan> allThere,
    PolicyChecks policy) {

  /** How it went. */
  sealed interface Outcome {}

  /** There is an image. */
  record Made(TestImage image) implements Outcome {}

  /**
   * There can be none as things are.
   *
   * @param cause why, and the remedy
   */
  record Impossible(String cause) implements Outcome {}

  /** The image, where there is one. */
  static Optional<TestImage> image(Outcome outcome) {
    return outcome instanceof Made(TestImage image) ? Optional.of(image) : Optional.empty();
  }

  /**
   * What it is made of besides its own packages.
   *
   * @param ingredients what the service's image is made of
   * @param plan what is in the service's image
   * @param image the service's image
   * @param measure the layer that measures, where the service's image has it
   * @param applications makes the application's layers of a plan; those of the service's where both
   *     use the same packages of the project
   */
  record Service(
      Ingredients ingredients,
      Plan plan,
      Image image,
      Optional<LayerBlob> measure,
      Function<Plan, Map<Platform, LayerBlob>> applications) {}

  /**
   * Makes it.
   *
   * @throws BuildFailure when the registry, the network or the machine fails
   */
  Outcome make(Tests tests, Service service) {
    try {
      LockRequest lock = tests.of(request.lock());
      Digest key = key(service.ingredients().key(), lock);
      Optional<Plan> known = plans.find(key).filter(allThere);
      known.ifPresent(kept -> requireAllowed(kept.contents()));
      Plan plan = known.orElseGet(() -> plan(lock, service));
      TestImage image = push(plan, service);
      if (known.isEmpty()) {
        plans.keep(key, plan);
      }
      return new Made(image);
    } catch (BuildFailure failure) {
      if (failure.exitCode() == ExitCode.INPUT || failure.exitCode() == ExitCode.POLICY) {
        return new Impossible(
            "There is no image to run the tests from: %s".formatted(failure.sentence()));
      }
      throw failure;
    }
  }

  /**
   * Looks at packages that are there for tests alone, also at those that were looked at before: by
   * today's rules, on today's date.
   *
   * @throws BuildFailure when the platform's policy forbids one
   */
  private void requireAllowed(Map<String, List<PackageFacts>> contents) {
    PolicyVerdict verdict = policy.of(contents);
    if (!verdict.violations().isEmpty()) {
      throw new BuildFailure(ExitCode.POLICY, verdict.sentenceOfTests());
    }
  }

  private static Digest key(Digest service, LockRequest lock) {
    return Digest.ofBytes(
        "tests 2 %s %s".formatted(service, lock).getBytes(StandardCharsets.UTF_8));
  }

  private Plan plan(LockRequest lock, Service service) {
    Source source = service.ingredients().source();
    List<BaseImage> bases = service.ingredients().basesOf(service.plan());
    LockedProject project = resolution.read(source, lock, bases.getFirst());
    List<PlannedPlatform> platforms =
        resolution.of(project, source, bases, service.ingredients().wheels()).stream()
            .map(resolved -> above(resolved, service.plan()))
            .toList();
    List<Feasibility> feasibilities = platforms.stream().map(PlannedPlatform::feasibility).toList();
    if (feasibilities.stream().noneMatch(Feasibility::feasible)) {
      throw new BuildFailure(ExitCode.INPUT, FeasibilityTable.of(feasibilities));
    }
    Planning planning = new Planning(project, platforms, supply.find(Planning.wanted(platforms)));
    requireAllowed(planning.contents(new Contents()));
    making.download(planning.missing().stream().map(Wanted::group).toList());
    Map<String, KnownLayer> layers = planning.with(supply.make(planning.missing()));
    planning.requireFitting(layers, request.limits());
    return new Plan(
        platforms.stream().map(platform -> plan(platform, layers, service.plan())).toList(),
        List.of(),
        Stack.none());
  }

  /**
   * The packages that the service does not have, in layers of their own, so that all of the
   * service's are the same.
   */
  private PlannedPlatform above(Resolved resolved, Plan service) {
    PlatformPlan own = service.platform(resolved.base().platform());
    Feasibility all = resolved.feasibility();
    return PlannedPlatform.of(
        resolved.base(),
        new Feasibility(all.target(), besides(own.wheels(), all.wheels()), all.blockers()),
        resolved.selection(),
        request.limits().layers() - own.layers().size());
  }

  /**
   * The wheels that the service does not have.
   *
   * @throws BuildFailure when it has another one of the same package
   */
  static List<ChosenWheel> besides(List<PlannedWheel> service, List<ChosenWheel> all) {
    Map<String, PlannedWheel> own =
        service.stream().collect(Collectors.toMap(PlannedWheel::name, wheel -> wheel));
    for (ChosenWheel wheel : all) {
      Optional.ofNullable(own.get(wheel.locked().name()))
          .filter(same -> !same.sha256().equals(wheel.file().sha256()))
          .ifPresent(other -> {
            throw anotherVersion(other, PlannedWheel.of(wheel));
          });
    }
    return all.stream().filter(wheel -> !own.containsKey(wheel.locked().name())).toList();
  }

  private static BuildFailure anotherVersion(PlannedWheel service, PlannedWheel tests) {
    return new BuildFailure(
        ExitCode.INPUT,
        "with the groups of the tests the lock has %s (%s), and the service has %s (%s), so they would not test what serves; lock both alike, or name other groups in checks.tests.groups"
            .formatted(tests.purl(), tests.fileName(), service.purl(), service.fileName()));
  }

  private static PlatformPlan plan(
      PlannedPlatform platform, Map<String, KnownLayer> layers, Plan service) {
    PlatformPlan own = service.platform(platform.base().platform());
    Feasibility feasibility = platform.feasibility();
    List<WheelLayer> all =
        Stream.concat(
                own.layers().stream(),
                Planning.layers(platform, layers).stream().map(KnownLayer::planned))
            .toList();
    return new PlatformPlan(
        own.platform(),
        own.packages() + feasibility.wheels().size(),
        feasibility.blockers(),
        Stream.concat(own.wheels().stream(), feasibility.wheels().stream().map(PlannedWheel::of))
            .toList(),
        all,
        platform.usedInPlace(),
        feasibility.feasible() ? new Contents().of(platform) : List.of(),
        Optional.empty());
  }

  private TestImage push(Plan plan, Service service) {
    Digest about = service.image().index().digest();
    BuildRequest own = request.with(request.image().forTests(Annotations.TESTS_OF, about));
    Publication publication = new Publication(registry, own, service.ingredients().source());
    Image image =
        publication.assemble(
            service.ingredients().bases(),
            plan,
            service.measure(),
            service.applications().apply(plan));
    publication.push(image);
    Digest digest = image.index().digest();
    return new TestImage(
        "%s@%s".formatted(request.image().repository(), digest),
        image.platforms().stream().map(PlatformImage::platform).map(Platform::toString).toList());
  }
}

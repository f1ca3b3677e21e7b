package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.BaseImages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.feasibility.Feasibilities;
import dev.pythonservice.builder.install.Downloads;
import dev.pythonservice.builder.install.UploadTimes;
import dev.pythonservice.builder.install.WheelContents;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.lock.Locks;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.lock.Selections;
import dev.pythonservice.builder.pipeline.Review.ReviewedPlatform;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.vulnerability.Advisories;
import dev.pythonservice.builder.vulnerability.AdvisoryPlace;
import dev.pythonservice.builder.vulnerability.Component;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a lock would install, and what the platform's policy says of it, without making
 * anything of it: by the same steps as a build.
 */
public final class Reviewer {

  private final Machine machine;
  private final Policy policy;
  private final Path work;
  private final Uv uv;
  private final List<BaseImage> bases;
  private final Downloads downloads;
  private final PolicyChecks checks;

  /**
   * A reviewer, which looks at the base images at once.
   *
   * @param machine what may be used
   * @param policy what is allowed
   * @param place what the image would be made on
   * @param work a folder that is deleted afterwards
   * @throws BuildFailure when a base image cannot be had
   */
  public Reviewer(Machine machine, Policy policy, Place place, Path work) {
    this.machine = machine;
    this.policy = policy;
    this.work = work;
    this.uv =
        Uv.find(
            machine.uv(),
            machine.cache(),
            machine.access(),
            machine.interpreters(),
            machine.environment());
    ProxySettings proxies = ProxySettings.of(machine.environment());
    this.bases = bases(place, Registry.of(machine.access(), machine.environment()));
    this.downloads = new Downloads(machine.access(), proxies, Limits.USUAL, machine.cache(), work);
    FileServer server = new FileServer(machine.access(), proxies);
    AdvisoryPlace advisories =
        new AdvisoryPlace(server, WorkFolder.newFolder(work, "vulnerabilities"));
    this.checks =
        new PolicyChecks(
            policy,
            new UploadTimes(server, machine.access().offline()),
            () -> advisories,
            machine.clock(),
            AttestedFiles.of(server, Optional.empty(), machine));
  }

  /**
   * What an image would be made on.
   *
   * @param base the base image
   * @param platforms the platforms, at least one
   * @param layerRepository where builds keep what they know of base images; absent where there is
   *     no such place, and the base images are read anew
   */
  public record Place(String base, List<Platform> platforms, Optional<String> layerRepository) {

    public Place {
      platforms = List.copyOf(platforms);
    }
  }

  private static List<BaseImage> bases(Place place, Registry registry) {
    BaseImages images =
        place
            .layerRepository()
            .map(
                name -> new BaseImages(registry, new KeyStore(registry, Repository.of(name)), true))
            .orElseGet(() -> BaseImages.unknown(registry));
    Map<Platform, BaseImage> found = images.resolve(place.base(), place.platforms());
    return place.platforms().stream()
        .flatMap(platform -> Optional.ofNullable(found.get(platform)).stream())
        .toList();
  }

  /** uv, which may ask indexes. */
  public Uv uv() {
    return uv.reachingOut(work);
  }

  /**
   * Reads what the lock of a source would install.
   *
   * @throws BuildFailure when the lock is stale, damaged, or has packages from where none may come
   */
  public Review review(Source source, LockRequest request) {
    LockedProject project =
        new Locks(uv, policy, machine.access(), work)
            .read(source, request, bases.getFirst().facts().python());
    Selections selections = new Selections(uv, work);
    Feasibilities feasibilities = new Feasibilities(one -> List.of(), one -> List.of());
    return new Review(
        project,
        Parallel.each(
            bases,
            bases.size(),
            base -> {
              Selection selection = selections.of(project, base.target());
              return new ReviewedPlatform(
                  base.platform(),
                  feasibilities.of(selection, base.target()),
                  selection.firstParty());
            }));
  }

  /**
   * What the policy says of what would be installed.
   *
   * @param changed names of the packages whose wheels are looked into where a rule wants that; they
   *     are downloaded for it
   */
  public PolicyVerdict verdict(Review review, Set<String> changed) {
    Contents contents = new Contents();
    if (checks.needWheels()) {
      List<ChosenWheel> wheels =
          review.platforms().stream()
              .flatMap(platform -> platform.feasibility().wheels().stream())
              .filter(wheel -> changed.contains(wheel.locked().name()))
              .distinct()
              .toList();
      Parallel.each(wheels, 8, downloads::fetch);
      wheels.forEach(wheel -> contents.with(wheel, WheelContents.read(downloads.fetch(wheel))));
    }
    Map<String, List<PackageFacts>> facts = new LinkedHashMap<>();
    review
        .platforms()
        .forEach(platform ->
            facts.put(
                platform.platform().toString(),
                contents.of(platform.feasibility(), platform.firstParty())));
    return checks.of(facts);
  }

  /**
   * What is known of vulnerabilities of these packages.
   *
   * @return empty when nothing says where that is told
   */
  public Optional<Advisories> advisories(Collection<Component> components) {
    return checks.advisories(components);
  }
}

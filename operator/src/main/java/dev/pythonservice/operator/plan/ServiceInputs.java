package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Defaults;
import dev.pythonservice.api.v1alpha1.Libc;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Runtime;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.SourceRevision;
import dev.pythonservice.operator.plan.Lookup.Found;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is decided on for a service. */
public sealed interface ServiceInputs {

  /** Builds by age; those of one second by name, so that the order is always the same. */
  Comparator<PythonBuild> NEWEST_FIRST =
      Comparator.comparing((PythonBuild build) -> build.getMetadata().getCreationTimestamp())
          .thenComparing(build -> build.getMetadata().getName())
          .reversed();

  /** The platform that the service's namespace chose. */
  PlatformChoice choice();

  /** The platform, where it exists. */
  default Optional<PythonPlatform> knownPlatform() {
    return this instanceof WithPlatform with ? Optional.of(with.platform()) : Optional.empty();
  }

  /** The runtime of a platform that a service is built on, if there is one. */
  static Optional<Runtime> runtimeOf(PythonService service, PythonPlatform platform) {
    return new WithPlatform(
            PlatformChoice.of(service.getMetadata().getNamespace(), Map.of()),
            service,
            platform,
            Lookup.pending(),
            Lookup.pending(),
            List.of(),
            ImageTrust.notRequired(),
            Optional.empty())
        .runtime();
  }

  /**
   * The chosen platform does not exist.
   *
   * @param choice the chosen platform
   */
  record WithoutPlatform(PlatformChoice choice) implements ServiceInputs {}

  /**
   * The chosen platform exists.
   *
   * @param choice the chosen platform
   * @param object the service
   * @param platform the platform, with its status
   * @param base the base image of the service's runtime; pending while there is no such runtime
   * @param source the source's revision
   * @param builds the builds of the service, with their statuses
   * @param trust who signed their images
   * @param offered what another service has for it; empty where it has a project of its own
   */
  record WithPlatform(
      PlatformChoice choice,
      PythonService object,
      PythonPlatform platform,
      Lookup<BaseImage> base,
      Lookup<Revision> source,
      List<PythonBuild> builds,
      ImageTrust trust,
      Optional<Offered> offered)
      implements ServiceInputs {

    /** The newest build first. */
    public WithPlatform {
      builds = builds.stream().sorted(NEWEST_FIRST).toList();
    }

    /** The builds that have an image, or are to have one. */
    @Override
    public List<PythonBuild> builds() {
      return builds.stream()
          .filter(build -> !Candidates.isLook(build) && !Previews.isLook(build))
          .toList();
    }

    /** Those by which other versions of checkers look at what serves, the newest first. */
    List<PythonBuild> previews() {
      return builds.stream().filter(Previews::isLook).toList();
    }

    /** Those that look for updates, the newest first. */
    List<PythonBuild> looks() {
      return builds.stream().filter(Candidates::isLook).toList();
    }

    /** The same with what is known of signatures. */
    public WithPlatform trusting(ImageTrust other) {
      return new WithPlatform(choice, object, platform, base, source, builds, other, offered);
    }

    /** Whether it has no project of its own, and takes over the image of another service. */
    boolean takesOver() {
      return offered.isPresent();
    }

    /** The other service's build, whose image can be taken over. */
    Optional<PythonBuild> takenOver() {
      return image().map(Offered.Image::build);
    }

    private Optional<Offered.Image> image() {
      return offered.flatMap(
          what -> what instanceof Offered.Image image ? Optional.of(image) : Optional.empty());
    }

    private Optional<PythonBuildSpec> takenSpec() {
      return takenOver().map(PythonBuild::getSpec);
    }

    /** What the service says. */
    PythonServiceSpec service() {
      return object.getSpec();
    }

    /** What the service's status has said so far. */
    Optional<PythonServiceStatus> status() {
      return Optional.ofNullable(object.getStatus());
    }

    /** The build of a name. */
    Optional<PythonBuild> build(String name) {
      return builds.stream()
          .filter(build -> build.getMetadata().getName().equals(name))
          .findFirst();
    }

    /** The build that serves, as far as it is known. */
    Optional<PythonBuild> serving() {
      return status()
          .map(PythonServiceStatus::release)
          .map(Release::build)
          .flatMap(this::build)
          .filter(BuildStatus::isUsable);
    }

    /** Where the service's images go. */
    String repository() {
      return "%s/%s/%s"
          .formatted(
              platform.getSpec().registry().repository(),
              object.getMetadata().getNamespace(),
              object.getMetadata().getName());
    }

    /**
     * The base image; before the first look-up after a start, the one that the status names, as
     * long as it speaks about today's spec.
     */
    Optional<BaseImage> knownBase() {
      return takenOver()
          .map(build ->
              new BaseImage(
                  build.getSpec().baseImage(), Set.copyOf(BuildStatus.architectures(build))))
          .or(() -> base.last().map(Found::value))
          .or(() ->
              said()
                  .map(PythonServiceStatus::resolved)
                  .map(Resolved::baseImage)
                  .map(reference -> new BaseImage(reference, offeredArchitectures())));
    }

    /** The source's revision; before the first look-up after a start, the one in the status. */
    Optional<SourceRevision> knownSource() {
      return image()
          .map(there -> new SourceRevision(there.build().getSpec().revision(), null, there.since()))
          .or(() -> source.last().map(WithPlatform::inStatus))
          .or(() -> said().map(PythonServiceStatus::source));
    }

    /** Kubernetes keeps times in whole seconds. */
    private static SourceRevision inStatus(Found<Revision> found) {
      return new SourceRevision(
          found.value().id(),
          found.value().ref().orElse(null),
          found.foundAt().truncatedTo(ChronoUnit.SECONDS));
    }

    private Optional<PythonServiceStatus> said() {
      return status()
          .filter(
              status -> object.getMetadata().getGeneration().equals(status.observedGeneration()));
    }

    /** The Python version of an image taken over, or else the service's, or else its platform's. */
    Optional<String> python() {
      return takenSpec()
          .map(PythonBuildSpec::python)
          .or(() -> Optional.ofNullable(service().python()))
          .or(() -> defaults().map(Defaults::python));
    }

    /** The C library of an image taken over, or else the service's, or else its platform's. */
    Libc libc() {
      return takenSpec()
          .map(PythonBuildSpec::libc)
          .or(() -> Optional.ofNullable(service().libc()))
          .or(() -> defaults().map(Defaults::libc))
          .orElse(Libc.Glibc);
    }

    /** The Python versions for which the platform has a base image with that C library. */
    List<String> versions() {
      return runtimesWithLibc().map(Runtime::python).sorted(PythonVersions.ASCENDING).toList();
    }

    /** The base image for that Python version and C library. */
    Optional<Runtime> runtime() {
      return runtimesWithLibc()
          .filter(runtime -> python().filter(runtime.python()::equals).isPresent())
          .findFirst();
    }

    /** The architectures that the base image and the platform's policy both allow. */
    Set<Architecture> offeredArchitectures() {
      Set<Architecture> offered = EnumSet.allOf(Architecture.class);
      runtime().map(Runtime::architectures).ifPresent(allowed -> retain(offered, allowed));
      Optional.ofNullable(platform.getSpec().policy())
          .map(Policy::architectures)
          .ifPresent(allowed -> retain(offered, allowed));
      return offered;
    }

    /** An empty list allows all, as the API says. */
    private static void retain(Set<Architecture> offered, List<Architecture> allowed) {
      if (!allowed.isEmpty()) {
        offered.retainAll(allowed);
      }
    }

    private Stream<Runtime> runtimesWithLibc() {
      return platform.getSpec().runtimes().stream().filter(runtime -> runtime.libc() == libc());
    }

    private Optional<Defaults> defaults() {
      return Optional.ofNullable(platform.getSpec().defaults());
    }
  }
}

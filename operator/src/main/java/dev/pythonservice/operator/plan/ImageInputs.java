package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Libc;
import dev.pythonservice.api.v1alpha1.Lock;
import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.TakenOver;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Update;
import dev.pythonservice.api.v1alpha1.Source;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides an image.
 *
 * @param source where the project comes from
 * @param revision its exact revision
 * @param python minor version of Python
 * @param libc the C library
 * @param lock which of the locked dependencies are installed
 * @param platforms operating system and architecture of the images, sorted
 * @param baseImage the base image by digest
 * @param repository where the image goes
 * @param checks the checks that it must pass, those of the platform included
 * @param takenOver the build of another service whose image it is; empty where it is built
 * @param candidate the lock that it is built with in place of the project's own; empty for that
 * @param update what asks for a look for updates, which has no image; empty for an image
 * @param preview what other versions of checkers look at, which has no image; empty for an image
 */
public record ImageInputs(
    Source source,
    String revision,
    String python,
    Libc libc,
    Optional<Lock> lock,
    List<String> platforms,
    String baseImage,
    String repository,
    Optional<Checks> checks,
    Optional<TakenOver> takenOver,
    Optional<LockChange> candidate,
    Optional<Update> update,
    Optional<Preview> preview) {

  public ImageInputs {
    platforms = platforms.stream().sorted().toList();
  }

  /** What decided the image of a build. */
  static ImageInputs of(PythonBuildSpec build) {
    return new ImageInputs(
        build.source(),
        build.revision(),
        build.python(),
        build.libc(),
        Optional.ofNullable(build.lock()),
        build.platforms(),
        build.baseImage(),
        build.repository(),
        Optional.ofNullable(build.checks()),
        Optional.ofNullable(build.takenOver()),
        Optional.ofNullable(build.candidate()),
        Optional.ofNullable(build.update()),
        Optional.ofNullable(build.preview()));
  }

  /** The same with a lock in place of the project's own. */
  ImageInputs withCandidate(LockChange lock) {
    return with(checks, Optional.of(lock), Optional.empty(), Optional.empty());
  }

  /** A look for updates of the same. */
  ImageInputs looking(Update wanted) {
    return with(Optional.empty(), Optional.empty(), Optional.of(wanted), Optional.empty());
  }

  /** A look of other versions of checkers at the same, by these checks. */
  ImageInputs previewing(Checks wantedChecks, Preview wanted) {
    return with(Optional.of(wantedChecks), Optional.empty(), Optional.empty(), Optional.of(wanted));
  }

  private ImageInputs with(
      Optional<Checks> otherChecks,
      Optional<LockChange> lockChange,
      Optional<Update> wanted,
      Optional<Preview> previewed) {
    return new ImageInputs(
        source,
        revision,
        python,
        libc,
        lock,
        platforms,
        baseImage,
        repository,
        otherChecks,
        takenOver,
        lockChange,
        wanted,
        previewed);
  }

  /** The lock in place of the project's own; none for that. */
  List<String> candidateLock() {
    return candidate.map(LockChange::lock).stream().toList();
  }

  /**
   * What decided the image of another service's build, when it is taken over.
   *
   * @param source what names that service
   */
  static ImageInputs takenOver(PythonBuild build, Source source) {
    PythonBuildSpec spec = build.getSpec();
    return new ImageInputs(
        source,
        spec.revision(),
        spec.python(),
        spec.libc(),
        Optional.ofNullable(spec.lock()),
        spec.platforms(),
        spec.baseImage(),
        spec.repository(),
        Optional.ofNullable(spec.checks()),
        Optional.of(
            new TakenOver(
                build.getMetadata().getNamespace(),
                spec.service(),
                BuildStatus.name(build),
                ImageTrust.image(build).orElseThrow())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The image that is taken over; none where it is built. */
  List<String> imageTakenOver() {
    return takenOver.map(TakenOver::image).stream().toList();
  }

  /** The project's folder within the source. */
  String path() {
    return Optional.ofNullable(source.git())
        .map(Source.Git::path)
        .or(() -> Optional.ofNullable(source.oci()).map(Source.Oci::path))
        .orElse(".");
  }

  /** The files that the keys of a ConfigMap become, in order. */
  List<String> items() {
    return Optional.ofNullable(source.configMap()).stream()
        .flatMap(configMap -> configMap.items().stream())
        .map(item -> item.path() + "=" + item.key())
        .sorted()
        .toList();
  }

  /** The checks with their modes; empty without any. */
  List<String> checkOptions() {
    return checks.map(CheckDecisions::modes).orElse(List.of());
  }

  /**
   * The options of the lock, defaults put in, so that a default that is spelled out is no change.
   */
  List<String> lockOptions() {
    return lockOptions(lock);
  }

  static List<String> lockOptions(Optional<Lock> lock) {
    Lock options = lock.orElseGet(() -> new Lock(null, null, List.of(), List.of()));
    return List.of(
        "file=" + Optional.ofNullable(options.file()).orElse("uv.lock"),
        "member=" + Optional.ofNullable(options.member()).orElse(""),
        "extras=" + options.extras().stream().sorted().toList(),
        "groups=" + options.groups().stream().sorted().toList());
  }
}

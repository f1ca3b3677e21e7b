package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What decides the image that a service is to have today, and the build of it. */
final class WantedBuilds {

  private WantedBuilds() {}

  /** What decides an image with the project's own lock; empty while that is not known. */
  static Optional<ImageInputs> ownInputs(WithPlatform inputs) {
    return SourceDecisions.lacking(inputs).isPresent() || inputs.takesOver()
        ? Optional.empty()
        : ofProject(inputs);
  }

  /**
   * What decides the image that the service is to have as things are; empty while that is not
   * known.
   */
  static Optional<ImageInputs> today(WithPlatform inputs) {
    if (inputs.takesOver()) {
      return inputs
          .takenOver()
          .map(build -> ImageInputs.takenOver(build, inputs.service().source()));
    }
    return ofProject(inputs)
        .map(own -> Candidates.inForce(inputs, own).map(own::withCandidate).orElse(own));
  }

  private static Optional<ImageInputs> ofProject(WithPlatform inputs) {
    return inputs
        .knownSource()
        .flatMap(source ->
            inputs
                .knownBase()
                .map(base ->
                    new ImageInputs(
                        inputs.service().source(),
                        source.revision(),
                        inputs.python().orElseThrow(),
                        inputs.libc(),
                        Optional.ofNullable(inputs.service().lock()),
                        architectures(inputs).stream().map(BuildStatus::platform).toList(),
                        base.reference(),
                        inputs.repository(),
                        CheckDecisions.effective(inputs),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
  }

  /** What the base image, the platform and the service allow. */
  static Set<Architecture> architectures(WithPlatform inputs) {
    Set<Architecture> left = EnumSet.noneOf(Architecture.class);
    left.addAll(inputs.offeredArchitectures());
    inputs
        .knownBase()
        .map(BaseImage::architectures)
        .filter(known -> !known.isEmpty())
        .ifPresent(left::retainAll);
    Optional.ofNullable(inputs.service().architectures())
        .map(Architectures::pinned)
        .filter(pinned -> !pinned.isEmpty())
        .ifPresent(left::retainAll);
    return left;
  }

  static Optional<PythonBuild> existing(ImageInputs wanted, WithPlatform inputs) {
    return inputs.builds().stream()
        .filter(build -> BuildIdentity.matches(build, wanted))
        .findFirst();
  }

  static WantedBuild wanted(ImageInputs missing, WithPlatform inputs, int layoutVersion) {
    BuildIdentity identity = BuildIdentity.of(missing);
    Optional<ImageInputs> before =
        inputs.builds().stream().findFirst().map(PythonBuild::getSpec).map(ImageInputs::of);
    String service = inputs.object().getMetadata().getName();
    return new WantedBuild(
        identity.nameFor(service),
        new PythonBuildSpec(
            service,
            inputs.choice().platform(),
            missing.source(),
            missing.revision(),
            missing.python(),
            missing.libc(),
            missing.lock().orElse(null),
            missing.platforms(),
            missing.baseImage(),
            missing.repository(),
            inputs.takenOver().map(build -> build.getSpec().layoutVersion()).orElse(layoutVersion),
            identity.forSpec(),
            BuildReasons.of(missing, before),
            missing.checks().orElse(null),
            missing.takenOver().orElse(null),
            missing.update().orElse(null),
            missing.candidate().orElse(null),
            missing.preview().orElse(null)));
  }
}

package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Collection;
import java.util.Optional;

/** What is known of the source and the base image of a service, before anything can be built. */
final class SourceDecisions {

  /** The type of the condition that speaks of the source. */
  static final String SOURCE = "Source";

  /** The type of the condition that says whether there is an image of the newest revision. */
  static final String BUILT = "Built";

  /** The type of the condition that says whether somebody has to do something. */
  private static final String STALLED = "Stalled";

  private SourceDecisions() {}

  /** What is not known or cannot be, before anything can be built. */
  static Optional<Verdict> lacking(WithPlatform inputs) {
    if (inputs.takesOver()) {
      return nothingOffered(inputs);
    }
    if (inputs.knownBase().isEmpty()) {
      return Optional.of(unknown(inputs, inputs.base(), "BaseImagePending", "The base image"));
    }
    if (inputs.knownSource().isEmpty()) {
      return Optional.of(unknown(inputs, inputs.source(), "SourcePending", "The source"));
    }
    return WantedBuilds.architectures(inputs).isEmpty()
        ? Optional.of(noArchitecture(inputs))
        : Optional.empty();
  }

  private static Optional<Verdict> nothingOffered(WithPlatform inputs) {
    return inputs
        .offered()
        .flatMap(offered ->
            offered instanceof Offered.Nothing nothing
                ? Optional.of(nothing.why())
                : Optional.empty());
  }

  private static Verdict unknown(
      WithPlatform inputs, Lookup<?> lookup, String pending, String what) {
    return lookup instanceof Lookup.Failed<?> failed
        ? Verdict.stalled(failed.reason(), failed.message())
        : stalledBefore(inputs)
            .orElseGet(() -> Verdict.reconciling(pending, what + " is being looked up"));
  }

  /** What stood in the way of the same spec stands there until a look-up shows otherwise. */
  private static Optional<Verdict> stalledBefore(WithPlatform inputs) {
    Optional<PythonServiceStatus> same =
        inputs
            .status()
            .filter(status ->
                inputs.object().getMetadata().getGeneration().equals(status.observedGeneration()));
    boolean isStalled =
        same.flatMap(status -> condition(STALLED, status))
            .filter(condition -> condition.status() == Condition.Status.True)
            .isPresent();
    return same.filter(_ -> isStalled)
        .flatMap(status -> condition(BUILT, status))
        .filter(condition -> condition.status() == Condition.Status.False)
        .map(condition -> Verdict.stalled(condition.reason(), condition.message()));
  }

  private static Optional<Condition> condition(String type, PythonServiceStatus status) {
    return SaidBefore.of(type, status.conditions());
  }

  private static Verdict noArchitecture(WithPlatform inputs) {
    return Verdict.stalled(
        "NoArchitecture",
        ("The base image %s is made for none of the architectures that are left by"
             + " spec.architectures and by the runtime and policy of the PythonPlatform %s; add an"
             + " architecture there, or have the image made for one of %s")
            .formatted(
                inputs.knownBase().map(BaseImage::reference).orElseThrow(),
                inputs.choice().platform(),
                spelled(inputs.offeredArchitectures())));
  }

  /** A source that cannot be reached for a while stops nothing, and people still want to know. */
  static Optional<Verdict> found(WithPlatform inputs) {
    if (inputs.takesOver()) {
      return nothingOffered(inputs)
          .or(() -> Optional.of(Verdict.ready("Found", "The image is offered")));
    }
    return switch (inputs.source()) {
      case Lookup.Failed<Revision> failed ->
          Optional.of(Verdict.stalled(failed.reason(), failed.message()));
      case Lookup.Found<Revision> _ -> Optional.of(Verdict.ready("Found", "The source was found"));
      case Lookup.Pending<Revision> _ -> saidBefore(inputs);
    };
  }

  /** Right after a start of the operator nothing is known anew, and nothing is to be written. */
  private static Optional<Verdict> saidBefore(WithPlatform inputs) {
    return inputs
        .status()
        .flatMap(status -> condition(SOURCE, status))
        .map(condition ->
            condition.status() == Condition.Status.True
                ? Verdict.ready(condition.reason(), condition.message())
                : Verdict.stalled(condition.reason(), condition.message()));
  }

  private static String spelled(Collection<Architecture> architectures) {
    return architectures.isEmpty()
        ? "amd64, arm64"
        : architectures.stream().map(BuildStatus::platform).collect(joining(", "));
  }
}

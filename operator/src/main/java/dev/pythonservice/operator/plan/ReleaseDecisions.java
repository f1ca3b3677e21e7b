package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Reason;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec.Rollback;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which build is to be made, and which is to be served. */
public final class ReleaseDecisions {

  /** The type of the condition that speaks of the source. */
  static final String SOURCE = "Source";

  /** The type of the condition that says whether there is an image of the newest revision. */
  static final String BUILT = "Built";

  /** The type of the condition that says whether somebody has to do something. */
  private static final String STALLED = "Stalled";

  private ReleaseDecisions() {}

  /** The plan for a service whose platform has a runtime for it. */
  public static ReleasePlan plan(WithPlatform inputs, int layoutVersion) {
    Optional<Verdict> lacking = lacking(inputs);
    Optional<ImageInputs> today = lacking.isPresent() ? Optional.empty() : buildInputs(inputs);
    Optional<PythonBuild> existing = today.flatMap(wanted -> existing(wanted, inputs));
    Optional<WantedBuild> wanted =
        existing.isPresent()
            ? Optional.empty()
            : today.map(missing -> wanted(missing, inputs, layoutVersion));
    Optional<String> latest =
        existing.map(BuildStatus::name).or(() -> wanted.map(WantedBuild::name));
    Optional<PythonBuild> asked = asked(inputs, existing);
    Optional<PythonBuild> serving = serving(inputs, asked);
    Verdict built =
        lacking.orElseGet(() ->
            existing
                .map(build -> built(build, serving))
                .orElseGet(() -> requested(wanted.orElseThrow())));
    Optional<Verdict> stopped =
        existing.filter(BuildStatus::isStopped).map(build -> failed(build, serving));
    return new ReleasePlan(
        TrustDecisions.objection(inputs, asked, serving)
            .or(() -> TakenChecks.objection(inputs, asked, serving))
            .or(() -> objection(inputs, stopped.orElse(built), existing, serving)),
        found(inputs),
        Optional.of(built),
        CheckDecisions.of(inputs, existing),
        latest,
        wanted,
        superseded(inputs, latest),
        BuildRetention.surplus(inputs, Stream.concat(existing.stream(), serving.stream()).toList()),
        serving,
        PromotionDecisions.promoted(inputs, existing, serving));
  }

  private static List<PythonBuild> superseded(WithPlatform inputs, Optional<String> latest) {
    return inputs.builds().stream()
        .filter(BuildStatus::isFailed)
        .filter(build -> latest.filter(name -> !name.equals(BuildStatus.name(build))).isPresent())
        .filter(build -> BuildHistory.supersederOf(build).isEmpty())
        .filter(build -> !Candidates.isAwaited(inputs, build))
        .toList();
  }

  /** What is not known or cannot be, before anything can be built. */
  private static Optional<Verdict> lacking(WithPlatform inputs) {
    if (inputs.takesOver()) {
      return nothingOffered(inputs);
    }
    if (inputs.knownBase().isEmpty()) {
      return Optional.of(unknown(inputs, inputs.base(), "BaseImagePending", "The base image"));
    }
    if (inputs.knownSource().isEmpty()) {
      return Optional.of(unknown(inputs, inputs.source(), "SourcePending", "The source"));
    }
    return architectures(inputs).isEmpty() ? Optional.of(noArchitecture(inputs)) : Optional.empty();
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
  private static Optional<Verdict> found(WithPlatform inputs) {
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

  /** What decides an image with the project's own lock; empty while that is not known. */
  static Optional<ImageInputs> ownInputs(WithPlatform inputs) {
    return lacking(inputs).isPresent() || inputs.takesOver() ? Optional.empty() : ofProject(inputs);
  }

  private static Optional<ImageInputs> buildInputs(WithPlatform inputs) {
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
                        Optional.empty())));
  }

  /** What the base image, the platform and the service allow. */
  private static Set<Architecture> architectures(WithPlatform inputs) {
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
            missing.candidate().orElse(null)));
  }

  /**
   * The build that is asked for, else the one that serves, else the newest that can where nobody
   * decides: a running service is never taken down by a build that is not usable or not trusted.
   */
  private static Optional<PythonBuild> serving(WithPlatform inputs, Optional<PythonBuild> asked) {
    return asked
        .filter(build -> mayServe(inputs, build))
        .or(inputs::serving)
        .or(() ->
            inputs.builds().stream()
                .filter(BuildStatus::isUsable)
                .filter(build -> mayServe(inputs, build))
                .filter(_ -> !PromotionDecisions.isManual(inputs))
                .filter(build -> Candidates.mayServe(inputs, build))
                .findFirst());
  }

  private static boolean mayServe(WithPlatform inputs, PythonBuild build) {
    return TrustDecisions.mayServe(inputs, build) && TakenChecks.lacking(inputs, build).isEmpty();
  }

  /** A rollback's build, else the approved one or that of today's inputs, if it is usable. */
  private static Optional<PythonBuild> asked(WithPlatform inputs, Optional<PythonBuild> existing) {
    return rollback(inputs).isPresent()
        ? rollback(inputs).flatMap(inputs::build).filter(BuildStatus::isUsable)
        : PromotionDecisions.chosen(inputs, existing);
  }

  /** The builds that may have to be served: whose images must be known to be trusted. */
  public static List<PythonBuild> candidates(WithPlatform inputs) {
    boolean canBuild = lacking(inputs).isEmpty();
    Optional<PythonBuild> existing =
        Optional.of(inputs)
            .filter(_ -> canBuild)
            .flatMap(ReleaseDecisions::buildInputs)
            .flatMap(wanted -> existing(wanted, inputs));
    return Stream.of(
            asked(inputs, existing),
            existing.filter(BuildStatus::isUsable),
            inputs.serving(),
            inputs.builds().stream()
                .filter(BuildStatus::isUsable)
                .filter(build -> Candidates.mayServe(inputs, build))
                .findFirst())
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<String> rollback(WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().rollback()).map(Rollback::build);
  }

  private static Optional<Verdict> objection(
      WithPlatform inputs,
      Verdict built,
      Optional<PythonBuild> existing,
      Optional<PythonBuild> serving) {
    Optional<String> pinned = rollback(inputs);
    if (pinned.isPresent()) {
      return pinned.equals(serving.map(BuildStatus::name))
          ? Optional.empty()
          : Optional.of(rollbackIsImpossible(pinned.orElseThrow(), inputs));
    }
    return Optional.of(built)
        .filter(verdict -> verdict.outlook() != Outlook.READY)
        .or(() -> PromotionDecisions.objection(inputs, existing, serving));
  }

  private static Verdict rollbackIsImpossible(String pinned, WithPlatform inputs) {
    String usable =
        inputs.builds().stream()
            .filter(BuildStatus::isUsable)
            .map(BuildStatus::name)
            .collect(joining(", "));
    return Verdict.stalled(
        "RollbackNotPossible",
        "spec.rollback.build names %s, which is no finished build of this service; name one of %s, or remove spec.rollback"
            .formatted(pinned, usable.isEmpty() ? "none" : usable));
  }

  private static Verdict requested(WantedBuild wanted) {
    return Verdict.reconciling(
        reasonOf(wanted.spec()),
        "%s is to be %s: %s".formatted(wanted.name(), made(wanted.spec()), why(wanted.spec())));
  }

  /** Why something is being built, or why nothing is. */
  private static Verdict built(PythonBuild build, Optional<PythonBuild> serving) {
    PythonBuildSpec spec = build.getSpec();
    String name = BuildStatus.name(build);
    return switch (BuildStatus.phase(build)) {
      case Succeeded ->
          Verdict.ready(
              "UpToDate",
              "%s has everything that decides the image as it is now; its revision is %s"
                  .formatted(name, spec.revision()));
      case Failed -> BuildStatus.isStopped(build) ? builtInVain(build) : failed(build, serving);
      case Pending, Building, Checking -> beingBuilt(build);
    };
  }

  private static Verdict builtInVain(PythonBuild build) {
    return Verdict.ready(
        "Built",
        "%s has an image, which its checks keep from serving; see the condition Checked"
            .formatted(BuildStatus.name(build)));
  }

  /** Wheels and tests take their time, and it is not the builder's. */
  private static Verdict beingBuilt(PythonBuild build) {
    String words =
        "%s is being %s: %s"
            .formatted(BuildStatus.name(build), made(build.getSpec()), why(build.getSpec()));
    return BuildStatus.ready(build)
        .filter(ready ->
            Set.of(WheelDecisions.BUILDING, TestDecisions.TESTING).contains(ready.reason()))
        .map(ready ->
            Verdict.reconciling(ready.reason(), "%s. %s".formatted(words, ready.message())))
        .orElseGet(() -> Verdict.reconciling("Building", words));
  }

  private static Verdict failed(PythonBuild build, Optional<PythonBuild> serving) {
    Optional<Condition> ready = BuildStatus.ready(build);
    String cause = ready.map(Condition::message).orElse("it does not say why");
    String meanwhile =
        serving.map(other -> "; %s goes on serving".formatted(BuildStatus.name(other))).orElse("");
    return Verdict.stalled(
        ready.map(Condition::reason).orElse("BuildFailed"),
        "%s failed: %s%s".formatted(BuildStatus.name(build), cause, meanwhile));
  }

  private static String reasonOf(PythonBuildSpec spec) {
    return spec.reasons().stream().findFirst().map(Reason::reason).orElse("Building");
  }

  private static String made(PythonBuildSpec spec) {
    return Optional.ofNullable(spec.takenOver())
        .map(from -> "taken over from %s/%s".formatted(from.namespace(), from.service()))
        .orElse("built");
  }

  private static String why(PythonBuildSpec spec) {
    return spec.reasons().isEmpty()
        ? "it was asked for"
        : spec.reasons().stream().map(Reason::message).collect(joining("; "));
  }

  private static String spelled(Collection<Architecture> architectures) {
    return architectures.isEmpty()
        ? "amd64, arm64"
        : architectures.stream().map(BuildStatus::platform).collect(joining(", "));
  }
}

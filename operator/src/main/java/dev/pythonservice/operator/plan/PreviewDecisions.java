package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what serves is looked at by other versions of checkers. A build tells by itself what
 * those say that the platform tried at that time; for all others there is a look, which is a build
 * that makes no image.
 */
public final class PreviewDecisions {

  private PreviewDecisions() {}

  /** The plan for a service, once it is decided what serves. */
  public static PreviewPlan plan(WithPlatform inputs, ReleasePlan release, int layoutVersion) {
    Optional<Checks> checks = CheckDecisions.effective(inputs);
    // What is taken over was checked where it was built.
    Optional<PythonBuild> serving =
        release.serving().filter(build -> build.getSpec().takenOver() == null);
    return checks
        .flatMap(wanted -> serving.map(build -> new Planning(inputs, release, wanted, build)))
        .map(planning -> planning.plan(layoutVersion))
        .orElseGet(() -> new PreviewPlan(List.of(), Optional.empty(), false, inputs.previews()));
  }

  /**
   * One plan.
   *
   * @param checks the checks that a build would have to pass today
   * @param serving the build that serves
   */
  private record Planning(
      WithPlatform inputs, ReleasePlan release, Checks checks, PythonBuild serving) {

    PreviewPlan plan(int layoutVersion) {
      List<CheckerVersion> tried = Previews.tried(checks, inputs.platform());
      List<PythonBuild> looks = inputs.previews().stream().filter(this::isOfUse).toList();
      List<CheckerVersion> missing =
          tried.stream().filter(version -> said(version, looks).isEmpty()).toList();
      Optional<WantedBuild> look =
          Optional.of(missing)
              .filter(versions -> !versions.isEmpty() && !isBuilding())
              .map(versions -> look(versions, layoutVersion));
      return new PreviewPlan(
          tried.stream().map(version -> outcome(version, looks)).toList(),
          look.filter(wanted -> looks.stream().noneMatch(each -> isIt(each, wanted))),
          looks.stream().anyMatch(Planning::isUnderWay),
          inputs.previews().stream()
              .filter(each -> !looks.contains(each) || isReplaced(each, look))
              .toList());
    }

    /** A build that is under way tells by itself, and then it serves. */
    private boolean isBuilding() {
      return release.wanted().isPresent()
          || release.latest().flatMap(inputs::build).filter(Planning::isUnderWay).isPresent();
    }

    private static boolean isUnderWay(PythonBuild build) {
      return switch (BuildStatus.phase(build)) {
        case Pending, Building, Checking -> true;
        case Succeeded, Failed -> false;
      };
    }

    private WantedBuild look(List<CheckerVersion> versions, int layoutVersion) {
      Preview preview = new Preview(image(), versions);
      return WantedBuilds.wanted(
          ImageInputs.of(serving.getSpec()).previewing(checks, preview), inputs, layoutVersion);
    }

    private String image() {
      return BuildStatus.status(serving).map(PythonBuildStatus::image).orElseThrow();
    }

    /** A look at this image, by the same checks, for versions that are all still tried. */
    private boolean isOfUse(PythonBuild look) {
      boolean isOfImage =
          Optional.ofNullable(look.getSpec().preview())
              .map(Preview::image)
              .filter(image()::equals)
              .isPresent();
      return isOfImage
          && Previews.tried(checks, inputs.platform()).containsAll(versions(look))
          && Optional.ofNullable(look.getSpec().checks())
              .map(CheckDecisions::modes)
              .filter(CheckDecisions.modes(checks)::equals)
              .isPresent();
    }

    private static boolean isIt(PythonBuild look, WantedBuild wanted) {
      return BuildStatus.name(look).equals(wanted.name());
    }

    /** A look that has told nothing, where another one is to tell more. */
    private static boolean isReplaced(PythonBuild look, Optional<WantedBuild> wanted) {
      return said(look).isEmpty() && wanted.filter(other -> !isIt(look, other)).isPresent();
    }

    private PreviewOutcome outcome(CheckerVersion version, List<PythonBuild> looks) {
      return said(version, looks)
          .map(PreviewOutcome::of)
          .or(() -> failure(version, looks))
          .orElseGet(() -> PreviewOutcome.pending(version));
    }

    private Optional<CheckerPreview> said(CheckerVersion version, List<PythonBuild> looks) {
      return Stream.concat(Stream.of(serving), looks.stream())
          .flatMap(build -> said(build).stream())
          .filter(preview -> preview.checker() == version.checker())
          .filter(preview -> preview.version().equals(version.version()))
          .findFirst();
    }

    private static List<CheckerPreview> said(PythonBuild build) {
      return BuildStatus.status(build).map(PythonBuildStatus::previews).orElse(List.of());
    }

    private static List<CheckerVersion> versions(PythonBuild look) {
      return Optional.ofNullable(look.getSpec().preview()).map(Preview::checkers).orElse(List.of());
    }

    /** It is tried again, and meanwhile nobody knows. */
    private static Optional<PreviewOutcome> failure(
        CheckerVersion version, List<PythonBuild> looks) {
      return looks.stream()
          .filter(BuildStatus::isFailed)
          .filter(look -> versions(look).contains(version))
          .flatMap(look -> BuildStatus.status(look).map(PythonBuildStatus::failure).stream())
          .findFirst()
          .map(Failure::message)
          .map(message -> PreviewOutcome.error(version, message));
    }
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Update;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.UpdatesState;
import dev.pythonservice.api.v1alpha1.Updates;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a service's lock is looked at for updates, and what is built of what is found. */
public final class UpdateDecisions {

  /** Set on a service by a person: look for updates now, once for each new value. */
  public static final String UPDATE = "pythonservice.dev/update";

  private UpdateDecisions() {}

  /** The plan for a service whose platform has a runtime for it. */
  public static UpdatePlan plan(WithPlatform inputs, int layoutVersion, Instant now) {
    Optional<Updates> updates =
        Optional.ofNullable(inputs.service().updates()).filter(_ -> !inputs.takesOver());
    if (updates.isEmpty()) {
      return new UpdatePlan(
          List.of(),
          inputs.looks(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());
    }
    // What is not known yet changes nothing, and after a start of the operator little is.
    return WantedBuilds.ownInputs(inputs)
        .map(own ->
            new Planning(
                    inputs,
                    updates.get(),
                    UpdateTimes.of(inputs, updates.get(), now),
                    own,
                    layoutVersion)
                .plan())
        .orElseGet(() -> asBefore(inputs));
  }

  private static UpdatePlan asBefore(WithPlatform inputs) {
    return new UpdatePlan(
        List.of(),
        List.of(),
        SaidBefore.of(UpdateAspects.UPDATED, inputs.object()).map(Aspect::of),
        inputs.status().map(PythonServiceStatus::updates),
        List.of(),
        Optional.empty());
  }

  /**
   * One plan.
   *
   * @param own what decides an image with the project's own lock
   */
  private record Planning(
      WithPlatform inputs, Updates updates, UpdateTimes times, ImageInputs own, int layoutVersion) {

    UpdatePlan plan() {
      Optional<WantedBuild> look =
          last().filter(Planning::isUnderWay).isPresent()
              ? Optional.empty()
              : times.trigger().map(this::look);
      Optional<ImageInputs> candidate = Candidates.found(inputs, own).map(own::withCandidate);
      Optional<PythonBuild> built =
          candidate.flatMap(wanted -> WantedBuilds.existing(wanted, inputs));
      Optional<WantedBuild> build =
          candidate
              .filter(_ -> built.isEmpty())
              .map(wanted -> WantedBuilds.wanted(wanted, inputs, layoutVersion));
      UpdateAspects aspects = new UpdateAspects(inputs, updates);
      Aspect aspect = aspect(aspects, look.isPresent(), candidate, built);
      Optional<String> run = look.map(WantedBuild::name).or(() -> last().map(BuildStatus::name));
      Optional<Instant> following = times.following(look.isPresent());
      return new UpdatePlan(
          Stream.of(look.filter(wanted -> !isThere(wanted)), build)
              .flatMap(Optional::stream)
              .toList(),
          surplus(run),
          Optional.of(aspect),
          Optional.of(
              state(
                  look.isPresent(),
                  run,
                  built.map(BuildStatus::name).or(() -> build.map(WantedBuild::name)),
                  following)),
          aspects.news(aspect),
          following.filter(times.now()::isBefore));
    }

    private UpdatesState state(
        boolean looks,
        Optional<String> run,
        Optional<String> candidate,
        Optional<Instant> following) {
      Optional<UpdatesState> before = inputs.status().map(PythonServiceStatus::updates);
      return new UpdatesState(
          times.schedule().isEmpty() ? null : times.schedule(),
          following.orElse(null),
          looks
              ? times.now().truncatedTo(ChronoUnit.SECONDS)
              : before.map(UpdatesState::lastRunAt).orElse(null),
          times
              .asked()
              .filter(_ -> looks)
              .or(() -> before.map(UpdatesState::requested))
              .orElse(null),
          run.orElse(null),
          candidate.orElse(null));
    }

    private Optional<PythonBuild> last() {
      return inputs.looks().stream().findFirst();
    }

    private static boolean isUnderWay(PythonBuild look) {
      Phase phase = BuildStatus.phase(look);
      return phase != Phase.Succeeded && phase != Phase.Failed;
    }

    private boolean isThere(WantedBuild wanted) {
      return inputs.looks().stream().map(BuildStatus::name).anyMatch(wanted.name()::equals);
    }

    /** The last one stays, and until it has found something, the one that has. */
    private List<PythonBuild> surplus(Optional<String> run) {
      Optional<PythonBuild> found = Candidates.lastFinding(inputs);
      return inputs.looks().stream()
          .filter(look -> run.filter(BuildStatus.name(look)::equals).isEmpty())
          .filter(look -> found.filter(look::equals).isEmpty())
          .toList();
    }

    private WantedBuild look(String trigger) {
      Update update =
          new Update(
              trigger,
              updates.scope(),
              updates.minimumAgeDays(),
              updates.groups(),
              inputs.service().source().git() == null ? null : updates.branch());
      return WantedBuilds.wanted(own.looking(update), inputs, layoutVersion);
    }

    private Aspect aspect(
        UpdateAspects aspects,
        boolean looks,
        Optional<ImageInputs> candidate,
        Optional<PythonBuild> built) {
      if (updates.schedule() != null && times.times().isEmpty()) {
        return aspects.inNoTimeZone();
      }
      if (looks || last().filter(Planning::isUnderWay).isPresent()) {
        return aspects.looking();
      }
      if (last().isEmpty()) {
        return aspects.notLooked();
      }
      PythonBuild look = last().get();
      if (BuildStatus.isFailed(look)) {
        return aspects.failed(look);
      }
      return candidate
          .flatMap(ImageInputs::candidate)
          .map(change -> aspects.candidate(change, built))
          .orElseGet(() -> aspects.nothing(look));
    }
  }
}

package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.Updates;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people are told of updates.
 *
 * @param inputs the service and its builds
 * @param updates what the service says of updates
 */
record UpdateAspects(WithPlatform inputs, Updates updates) {

  /** The type of the condition. */
  static final String UPDATED = "Updated";

  private static final String AVAILABLE = "UpdateAvailable";

  /** A condition has room for these. */
  private static final int MOST_NAMED = 5;

  /** Nobody knows the time zone of the schedule. */
  Aspect inNoTimeZone() {
    return no(
        "TimeZoneUnknown",
        "spec.updates.timeZone %s is in no time zone database; write one such as Europe/Berlin"
            .formatted(updates.timeZone()));
  }

  /** A look is to be made, or is under way. */
  Aspect looking() {
    return new Aspect(UPDATED, Status.Unknown, "Looking", "Updates are being looked for");
  }

  /** There was no look yet. */
  Aspect notLooked() {
    return new Aspect(
        UPDATED,
        Status.Unknown,
        "NotLookedYet",
        "Nobody has looked for updates yet; %s"
            .formatted(
                updates.schedule() == null
                    ? "ask for it with " + ask()
                    : "spec.updates.schedule says when somebody does"));
  }

  /** A look failed. */
  Aspect failed(PythonBuild look) {
    return no(
        "UpdateFailed",
        "%s could not look for updates: %s".formatted(BuildStatus.name(look), cause(look)));
  }

  /** A look brought nothing that could be built now. */
  Aspect nothing(PythonBuild look) {
    Optional<LockChange> change = BuildStatus.status(look).map(PythonBuildStatus::update);
    if (change.map(LockChange::lock).isPresent()) {
      return new Aspect(
          UPDATED,
          Status.Unknown,
          "RevisionChanged",
          "What was found is for revision %s, and another one is built now; it is looked for again when spec.updates says"
              .formatted(look.getSpec().revision()));
    }
    String held = change.map(found -> String.join("; ", found.held())).orElse("");
    return new Aspect(
        UPDATED,
        Status.True,
        "NothingToUpdate",
        "Nothing moves within scope %s%s"
            .formatted(updates.scope(), held.isEmpty() ? "" : ": " + held));
  }

  /**
   * There is a candidate.
   *
   * @param build what it is built by, once that is there
   */
  Aspect candidate(LockChange change, Optional<PythonBuild> build) {
    return build
        .filter(there -> !BuildStatus.isUnfinished(there))
        .map(there -> built(change, there))
        .orElseGet(() -> no("CandidateBuilding", "%s; it is being built".formatted(words(change))));
  }

  private Aspect built(LockChange change, PythonBuild build) {
    String name = BuildStatus.name(build);
    if (BuildStatus.isFailed(build)) {
      return no(
          "CandidateFailed", "%s; but %s failed: %s".formatted(words(change), name, cause(build)));
    }
    if (Candidates.isPromoted(inputs, build)) {
      return new Aspect(
          UPDATED,
          Status.True,
          "Promoted",
          "%s; %s has it, until another revision brings a lock of its own"
              .formatted(words(change), name));
    }
    return no(
        AVAILABLE,
        "%s; %s is built and checked; to approve it: %s%s"
            .formatted(
                words(change),
                name,
                PromotionDecisions.command(
                    inputs, BuildStatus.status(build).map(PythonBuildStatus::digest).orElse("")),
                branch(change)));
  }

  /** What is new of an aspect, and worth an Event: that there is something to approve. */
  List<Verdict> news(Aspect aspect) {
    boolean isKnown =
        SaidBefore.of(UPDATED, inputs.object()).map(Aspect::of).filter(aspect::equals).isPresent();
    return aspect.reason().equals(AVAILABLE) && !isKnown
        ? List.of(Verdict.ready(AVAILABLE, aspect.message()))
        : List.of();
  }

  private static Aspect no(String reason, String message) {
    return new Aspect(UPDATED, Status.False, reason, message);
  }

  private static String cause(PythonBuild build) {
    return BuildStatus.ready(build).map(Condition::message).orElse("it does not say why");
  }

  private static String branch(LockChange change) {
    return Optional.ofNullable(change.warning())
        .map(warning -> ". " + warning)
        .or(() -> Optional.ofNullable(change.branch()).map("; or merge branch %s"::formatted))
        .orElse("");
  }

  private String ask() {
    return "kubectl annotate pysvc/%s --namespace=%s --overwrite %s=now"
        .formatted(
            inputs.object().getMetadata().getName(),
            inputs.object().getMetadata().getNamespace(),
            UpdateDecisions.UPDATE);
  }

  /** Such as {@code 2 packages (jinja2 3.1.2 → 3.1.6, six 1.16.0 → 1.17.0), fixes GHSA-…}. */
  private static String words(LockChange change) {
    List<String> words = new ArrayList<>();
    words.add(
        "%d %s (%s)"
            .formatted(
                change.changed(),
                change.changed() == 1 ? "package" : "packages",
                some(change.packages(), change.changed())));
    if (change.fixed() > 0) {
      words.add("fixes " + some(change.fixes(), change.fixed()));
    }
    if (change.introduced() > 0) {
      words.add("brings " + some(change.brings(), change.introduced()));
    }
    if (!change.gained().isEmpty()) {
      words.add("gains " + String.join(" and ", change.gained()));
    }
    if (!change.lost().isEmpty()) {
      words.add("loses " + String.join(" and ", change.lost()));
    }
    return String.join(", ", words);
  }

  private static String some(List<String> named, int all) {
    String first = named.stream().limit(MOST_NAMED).collect(joining(", "));
    int more = all - Math.min(MOST_NAMED, named.size());
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }
}

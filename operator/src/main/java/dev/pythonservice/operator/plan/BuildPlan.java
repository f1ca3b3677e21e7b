package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.Attempt.Failed;
import java.time.Instant;
import java.util.Optional;

/**
 * What is intended for a build.
 *
 * @param verdict how things stand with it
 * @param phase how far it is
 * @param step what is to be done on the cluster
 * @param history what its status is to remember
 * @param lookAgainAt when it is to be looked at again without an event
 */
public record BuildPlan(
    Verdict verdict, Phase phase, Step step, BuildHistory history, Optional<Instant> lookAgainAt) {

  /** What is to be done on the cluster. */
  public enum Step {
    /** Nothing. */
    REST,
    /** The Job of the attempt under way, and what its pod mounts, are to be there. */
    START,
    /**
     * The Job that builds the wheels of the attempt under way, and what it mounts, is to be there.
     */
    START_WHEELS,
    /** The image is to be taken over from another service's build. */
    TAKE_OVER,
    /** The Job that runs the tests of the attempt under way is to be there. */
    START_TESTS,
    /** The Job that puts the report of those tests beside the image is to be there. */
    START_REPORT,
    /** No Job that has wheels of this build is to be there. */
    END_WHEELS,
    /** No Job of this build is to be there. */
    STOP
  }

  /** The same, to be looked at again then. */
  BuildPlan lookingAgainAt(Instant time) {
    return new BuildPlan(verdict, phase, step, history, Optional.of(time));
  }

  /** What becomes of the plan when the attempt cannot even start. */
  public BuildPlan failed(Failure failure, Instant now) {
    return BuildDecisions.failed(history.failed(new Failed(now, failure)), Step.STOP);
  }
}

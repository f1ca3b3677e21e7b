package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A build's attempt, as its Job shows it.
 *
 * @param number which one, counted from 1
 * @param startedAt when it started
 * @param state how it stands
 */
public record Attempt(int number, Instant startedAt, State state) {

  /** Where the pods that have built wheels give them away. */
  public static final int WHEEL_PORT = 8751;

  /** How an attempt stands. */
  public sealed interface State {}

  /** Its Job is there, but not what the pod mounts: somebody has to go on with starting it. */
  public record Prepared() implements State {}

  /** Its pod is there, or will be. */
  public record Runs() implements State {}

  /**
   * Its pod cannot start as things are.
   *
   * @param reason why, in one word for programs
   * @param message why, for people
   */
  public record Held(String reason, String message) implements State {}

  /**
   * Its Job has ended, but what the pod said is not here yet.
   *
   * @param until when nothing is to be expected any more
   */
  public record Ending(Instant until) implements State {}

  /**
   * It brought an image.
   *
   * @param at when
   * @param result what it brought
   */
  public record Succeeded(Instant at, BuildResult result) implements State {}

  /**
   * It built wheels, and its pod gives them away.
   *
   * @param place where, with the digest of their list, as the builder is told
   * @param unbuilt the platforms for which it could not build them
   */
  public record Serves(String place, List<Unbuilt> unbuilt) implements State {
    public Serves {
      unbuilt = List.copyOf(unbuilt);
    }
  }

  /**
   * Its tests have ended, or what they ran in.
   *
   * @param at when
   * @param verdict how
   * @param words the last words, and what to do where that is known; empty where they passed
   * @param exitCode the exit code of their command, where that is the verdict
   * @param debt which failures the release that served has, too
   * @param report where their report is
   */
  public record Tested(
      Instant at,
      CheckResult.Verdict verdict,
      String words,
      int exitCode,
      TestDebt debt,
      TestReport.Place report)
      implements State {}

  /**
   * The report of its tests is beside the image.
   *
   * @param at since when
   * @param report what it says
   */
  public record Reported(Instant at, TestReport report) implements State {}

  /**
   * It brought none.
   *
   * @param at when
   * @param failure why
   * @param feasibility what stands in each platform's way, where packages do
   * @param wheels the wheels that lack, where there would be an image with them
   */
  public record Failed(
      Instant at, Failure failure, List<Feasibility> feasibility, Optional<Wheels> wheels)
      implements State {

    public Failed {
      feasibility = List.copyOf(feasibility);
    }

    /** For another reason than packages. */
    public Failed(Instant at, Failure failure) {
      this(at, failure, List.of(), Optional.empty());
    }
  }
}

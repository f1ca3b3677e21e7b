package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import java.time.Instant;

/**
 * A build's attempt, as its Job shows it.
 *
 * @param number which one, counted from 1
 * @param startedAt when it started
 * @param state how it stands
 */
public record Attempt(int number, Instant startedAt, State state) {

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
   * It brought none.
   *
   * @param at when
   * @param failure why
   */
  public record Failed(Instant at, Failure failure) implements State {}
}

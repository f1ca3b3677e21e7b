package dev.pythonservice.builder.report;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.Serial;
import java.util.Optional;

/**
 * A build that ends because packages cannot or must not be installed: which ones on which platform,
 * as data.
 */
public final class RefusedBuild extends BuildFailure {

  @Serial private static final long serialVersionUID = 1;

  private final transient BuildReport report;
  private final transient Optional<LackingWheels> wheels;

  /**
   * A refused build.
   *
   * @param message what stands in the way, for people
   * @param report the same for programs, with everything that was found out until then
   * @param wheels what the command {@code wheel} could make so that there would be an image
   */
  public RefusedBuild(String message, BuildReport report, Optional<LackingWheels> wheels) {
    this(ExitCode.INPUT, message, report, wheels);
  }

  private RefusedBuild(
      ExitCode exitCode, String message, BuildReport report, Optional<LackingWheels> wheels) {
    super(exitCode, message);
    this.report = report;
    this.wheels = wheels;
  }

  /**
   * A build whose packages the platform's policy forbids.
   *
   * @param message which ones, for people
   * @param report the same for programs
   */
  public static RefusedBuild byPolicy(String message, BuildReport report) {
    return new RefusedBuild(ExitCode.POLICY, message, report, Optional.empty());
  }

  /** What was found out; it names no image. */
  public BuildReport report() {
    return report;
  }

  /** What the command {@code wheel} could make so that there would be an image. */
  public Optional<LackingWheels> wheels() {
    return wheels;
  }
}

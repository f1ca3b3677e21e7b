package dev.pythonservice.builder.report;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.Serial;
import java.util.Optional;

/**
 * A build that ends because packages cannot be installed: which ones on which platform, as data.
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
    super(ExitCode.INPUT, message);
    this.report = report;
    this.wheels = wheels;
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

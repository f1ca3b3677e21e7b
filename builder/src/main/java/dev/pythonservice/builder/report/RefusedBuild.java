package dev.pythonservice.builder.report;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.Serial;

/**
 * A build that ends because packages cannot be installed: which ones on which platform, as data.
 */
public final class RefusedBuild extends BuildFailure {

  @Serial private static final long serialVersionUID = 1;

  private final transient BuildReport report;

  /**
   * A refused build.
   *
   * @param message what stands in the way, for people
   * @param report the same for programs, with everything that was found out until then
   */
  public RefusedBuild(String message, BuildReport report) {
    super(ExitCode.INPUT, message);
    this.report = report;
  }

  /** What was found out; it names no image. */
  public BuildReport report() {
    return report;
  }
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.target.Platform;
import java.util.List;

/**
 * What a lock would install.
 *
 * @param project what the lock says
 * @param platforms the platforms in the order in which they were asked for
 */
public record Review(LockedProject project, List<ReviewedPlatform> platforms) {

  public Review {
    platforms = List.copyOf(platforms);
  }

  /**
   * What it would install on a platform.
   *
   * @param platform the platform
   * @param feasibility whether it can be installed there, and by which wheels
   * @param firstParty the project's own packages there
   */
  public record ReviewedPlatform(
      Platform platform, Feasibility feasibility, List<FirstParty> firstParty) {

    public ReviewedPlatform {
      firstParty = List.copyOf(firstParty);
    }
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is to be built and what is to be served.
 *
 * @param objection what stands in the way of what the service asks for, or is still to come; empty
 *     when the newest build, or the one that a rollback names, can be served
 * @param found whether the source was found
 * @param built whether there is an image of the newest revision, and why (not)
 * @param checked how the checks of the newest revision ended; empty without checks
 * @param latest name of the build of today's inputs, whether it is there or is to be made
 * @param wanted the build that is to be made; empty when it is there, or cannot be made
 * @param superseded failed builds that the newest has replaced, and that are to be told so
 * @param surplus builds that are not kept any more
 * @param serving the build that is to be served; the one before where the newest is not usable
 * @param promoted whether the newest is promoted; empty where nobody decides
 */
public record ReleasePlan(
    Optional<Verdict> objection,
    Optional<Verdict> found,
    Optional<Verdict> built,
    Optional<Aspect> checked,
    Optional<String> latest,
    Optional<WantedBuild> wanted,
    List<PythonBuild> superseded,
    List<PythonBuild> surplus,
    Optional<PythonBuild> serving,
    Optional<Aspect> promoted) {

  public ReleasePlan {
    superseded = List.copyOf(superseded);
    surplus = List.copyOf(surplus);
  }

  /**
   * A build that is to be made.
   *
   * @param name its name
   * @param spec what decides it
   */
  public record WantedBuild(String name, PythonBuildSpec spec) {}
}

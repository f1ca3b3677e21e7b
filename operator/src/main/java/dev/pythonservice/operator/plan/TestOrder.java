package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Checks.Tests;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.Resources;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tests that are to be run, with all that their Job is made of. There is nothing of the service's
 * environment in it, and no Secret: tests are code of whoever wrote any of their packages.
 *
 * @param build the build
 * @param platform its platform
 * @param attempt which attempt, counted from 1
 * @param tests how they are run
 * @param run what they are run from
 * @param resources CPU and memory
 * @param debt which tests that fail are debt to a ratchet
 */
public record TestOrder(
    PythonBuild build,
    PythonPlatform platform,
    int attempt,
    Tests tests,
    TestRun run,
    Resources resources,
    TestDebt debt) {

  /**
   * The order of a build whose image awaits its tests.
   *
   * @param history the build's history
   * @param service its service, if it is there
   * @param serving the build that serves, if any does
   */
  public static TestOrder of(
      PythonBuild build,
      PythonPlatform platform,
      BuildHistory history,
      Optional<PythonServiceSpec> service,
      Optional<PythonBuild> serving) {
    Tests tests =
        Optional.ofNullable(build.getSpec().checks())
            .flatMap(checks -> Optional.ofNullable(checks.tests()))
            .orElseThrow();
    return new TestOrder(
        build,
        platform,
        history.attempts(),
        tests,
        history.result().flatMap(BuildResult::tests).orElseThrow(),
        WorkloadPlan.resources(
            Optional.ofNullable(tests.resources())
                .or(() -> service.map(PythonServiceSpec::resources)),
            platform.getSpec()),
        TestDebt.of(serving));
  }

  /** The name of the Job, the same for the same attempt, so that it is never there twice. */
  public String jobName() {
    return BuildOrder.testJobName(build, attempt);
  }

  /** The architectures that the tests can be run on. */
  public List<Architecture> architectures() {
    return Arrays.stream(Architecture.values())
        .filter(architecture -> run.platforms().contains(BuildStatus.platform(architecture)))
        .toList();
  }
}

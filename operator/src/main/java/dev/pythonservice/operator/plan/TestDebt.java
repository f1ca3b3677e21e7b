package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import java.util.Optional;

/**
 * What the release that serves says of failed tests, for a ratchet. It is settled when tests begin.
 */
public sealed interface TestDebt {

  /** It passed its tests, so whatever fails is new. */
  record Nothing() implements TestDebt {}

  /** Its tests failed and no report says which, or nobody knows whether they did. */
  record Everything() implements TestDebt {}

  /**
   * Its tests failed, and its report names them.
   *
   * @param image its image by digest, which the report refers to
   */
  record ByName(String image) implements TestDebt {}

  /**
   * By the build that serves.
   *
   * @param serving the build that serves, if any does
   */
  static TestDebt of(Optional<PythonBuild> serving) {
    return of(
        CheckDecisions.areTestsDebt(serving),
        serving
            .flatMap(BuildStatus::status)
            .filter(status -> Optional.ofNullable(status.tests()).map(TestRun::results).isPresent())
            .map(PythonBuildStatus::image));
  }

  /**
   * As a Job keeps it.
   *
   * @param areDebt whether failed tests may be debt at all
   * @param baseline the image whose report names them
   */
  static TestDebt of(boolean areDebt, Optional<String> baseline) {
    if (!areDebt) {
      return new Nothing();
    }
    return baseline.<TestDebt>map(ByName::new).orElseGet(Everything::new);
  }

  /** Whether failed tests may be debt at all. */
  default boolean isPossible() {
    return !(this instanceof Nothing);
  }

  /** The image whose report names them. */
  default Optional<String> baseline() {
    return this instanceof ByName byName ? Optional.of(byName.image()) : Optional.empty();
  }
}

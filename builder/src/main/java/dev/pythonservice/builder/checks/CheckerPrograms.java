package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.request.CheckerVersions;
import java.util.Optional;

/**
 * The programs of checkers, in the versions that are asked for.
 *
 * @param examiner knows those of this machine
 * @param versions what is asked for
 * @param supply brings those that this machine does not have
 */
public record CheckerPrograms(Examiner examiner, CheckerVersions versions, CheckerSupply supply) {

  /**
   * The version of a checker that decides: the one that was asked for, or this machine's.
   *
   * @throws dev.pythonservice.builder.failure.BuildFailure when it cannot be brought for now
   */
  public Version deciding(Checker checker) {
    return Optional.ofNullable(versions.deciding().get(checker.program()))
        .map(version -> of(checker, version))
        .orElseGet(() -> examiner.version(checker));
  }

  /**
   * A version of a checker.
   *
   * @throws dev.pythonservice.builder.failure.BuildFailure when it cannot be brought for now
   */
  public Version of(Checker checker, String version) {
    Version own = examiner.version(checker);
    return own instanceof Version.Known known && known.version().equals(version)
        ? own
        : supply.of(checker, version);
  }
}

package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import dev.pythonservice.builder.request.ChecksRequest.Tests;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of who runs a project's tests after the build: an image for them. */
final class TestOptions {

  @Option(
      names = "--test-image",
      description =
          "Push an image to run the project's tests from, too, without a tag: the service's, and"
              + " layers with the packages of --test-group. Somebody else runs them, and nothing of"
              + " the project runs here. Needs --check tests=MODE.")
  private boolean wanted;

  @Option(
      names = "--test-group",
      paramLabel = "NAME",
      description =
          "A dependency group for the tests, besides those of the service; may be repeated. Without"
              + " it dev, where the lock has it.")
  private List<String> groups = List.of();

  /**
   * Checks, with what is wanted for tests.
   *
   * @throws BuildFailure when it is half a wish
   */
  ChecksRequest in(ChecksRequest checks) {
    if (!wanted && groups.isEmpty()) {
      return checks;
    }
    if (!wanted || checks.wanted().stream().noneMatch(check -> check.name() == Name.TESTS)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--test-group and --test-image say how an image for tests is made; add %s"
              .formatted(
                  wanted ? "--check tests=enforce, or the mode that you want" : "--test-image"));
    }
    return checks.with(Optional.of(new Tests(groups)));
  }
}

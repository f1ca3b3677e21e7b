package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Mode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A checker's turn to look at a project.
 *
 * @param checker who looks
 * @param preview the version that is tried; absent for the one that decides
 */
record Turn(Checker checker, Optional<String> preview) {

  /** The turns of a request: first those that decide. */
  static List<Turn> of(ChecksRequest request) {
    List<Checker> checkers = Checked.checkers(request);
    Stream<Turn> deciding =
        request.versions().previewsOnly()
            ? Stream.empty()
            : checkers.stream().map(checker -> new Turn(checker, Optional.empty()));
    Stream<Turn> previews =
        checkers.stream()
            .flatMap(checker ->
                Optional.ofNullable(request.versions().previews().get(checker.program())).stream()
                    .map(version -> new Turn(checker, Optional.of(version))));
    return Stream.concat(deciding, previews).toList();
  }

  /** Whether somebody waits for what it says: a build that it may stop, or who asked for it. */
  boolean matters(ChecksRequest request) {
    return preview.isPresent()
        ? request.versions().previewsOnly()
        : request.wanted().stream()
            .filter(check -> Checker.of(check).contains(checker))
            .anyMatch(check -> check.mode() != Mode.REPORT);
  }
}

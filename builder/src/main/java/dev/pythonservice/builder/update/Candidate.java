package dev.pythonservice.builder.update;

import java.util.List;
import java.util.Optional;

/**
 * What became of an update.
 *
 * @param scope how far packages might move
 * @param revision the exact revision of the source
 * @param path the lock's path in the source
 * @param lock the candidate; absent when there is none
 * @param difference how it differs from the lock that there is; nothing when there is no candidate
 * @param held packages that did not move, and why, for people
 */
public record Candidate(
    Scope scope,
    String revision,
    String path,
    Optional<String> lock,
    LockDifference difference,
    List<String> held) {

  static final LockDifference NOTHING =
      new LockDifference(List.of(), List.of(), List.of(), List.of());

  public Candidate {
    held = List.copyOf(held);
  }
}

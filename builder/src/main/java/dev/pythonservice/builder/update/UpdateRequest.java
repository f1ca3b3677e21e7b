package dev.pythonservice.builder.update;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an update may do.
 *
 * @param scope how far packages may move
 * @param minimumAgeDays how many days ago what they move to must have been published; 0 for any
 *     time
 * @param groups packages that move together; a package is of the first that has it
 */
public record UpdateRequest(Scope scope, int minimumAgeDays, List<UpdateGroup> groups) {

  public UpdateRequest {
    groups = List.copyOf(groups);
  }

  /** What stays or moves with a package, of these: the package, and those of its group. */
  Set<String> together(String name, Set<String> all) {
    Optional<UpdateGroup> group = groupOf(name);
    return all.stream()
        .filter(other -> other.equals(name) || (group.isPresent() && groupOf(other).equals(group)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<UpdateGroup> groupOf(String name) {
    return groups.stream().filter(group -> group.has(name)).findFirst();
  }
}

package dev.pythonservice.builder.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of the locked packages are wanted.
 *
 * @param file the lock, relative to the project's folder; for a member of a uv workspace it is
 *     found in the folders above, too
 * @param member the member of the workspace whose dependencies are wanted; absent for the project
 *     in the project's folder
 * @param extras optional dependencies ({@code [project.optional-dependencies]})
 * @param groups dependency groups (PEP 735); none of them is a default, {@code dev} included
 * @param groupsIfThere dependency groups that are wanted, too, where the lock has them
 */
public record LockRequest(
    String file,
    Optional<String> member,
    List<String> extras,
    List<String> groups,
    List<String> groupsIfThere) {

  public LockRequest {
    extras = List.copyOf(extras);
    groups = List.copyOf(groups);
    groupsIfThere = List.copyOf(groupsIfThere);
  }

  /** A request of groups that have to be there. */
  public LockRequest(
      String file, Optional<String> member, List<String> extras, List<String> groups) {
    this(file, member, extras, groups, List.of());
  }

  /** The same with further groups. */
  public LockRequest with(List<String> further, List<String> furtherIfThere) {
    return new LockRequest(file, member, extras, union(groups, further), furtherIfThere);
  }

  /** The same of a lock that has these groups, by their normalised names. */
  public LockRequest within(Set<String> known) {
    List<String> there = groupsIfThere.stream().filter(known::contains).toList();
    return new LockRequest(file, member, extras, union(groups, there));
  }

  private static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}

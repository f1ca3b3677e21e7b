package dev.pythonservice.builder.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code pylock.toml} says, whoever wrote it.
 *
 * @param packages third-party packages
 * @param firstParty packages in the tree
 * @param requiresPython the Pythons that it is for; empty for all
 * @param extras extras that it knows
 * @param groups dependency groups that it knows
 * @param warnings what a person should know of it
 */
record PylockContent(
    List<LockedPackage> packages,
    List<FirstParty> firstParty,
    String requiresPython,
    List<String> extras,
    List<String> groups,
    List<String> warnings) {

  /** The same with these warnings. */
  PylockContent withWarnings(List<String> others) {
    return new PylockContent(packages, firstParty, requiresPython, extras, groups, others);
  }

  /**
   * The same with the project itself as its first package in the tree. A project that is no package
   * is not in a lock, and its folder is imported from all the same.
   */
  PylockContent withProject(Optional<ProjectFile> project) {
    if (project.isEmpty()) {
      return this;
    }
    ProjectFile file = project.get();
    List<FirstParty> others = new ArrayList<>(firstParty);
    Optional<FirstParty> known =
        firstParty.stream().filter(one -> one.folder().equals(file.shown())).findFirst();
    known.ifPresent(others::remove);
    others.addFirst(known.orElseGet(() -> file.asFirstParty(false, "")));
    return new PylockContent(packages, others, requiresPython, extras, groups, warnings);
  }
}

package dev.pythonservice.builder.lock;

import java.util.List;

/**
 * What a lock says about one project, its extras and groups, for all targets at once.
 *
 * @param packages third-party packages, by name and then version
 * @param firstParty packages whose source is in the tree, the project itself first where it is one
 * @param requiresPython the versions of Python that the lock is for (PEP 440); empty for all
 * @param extras extras that were asked for and that markers may name (PEP 751)
 * @param groups dependency groups, likewise
 * @param warnings what a person should know of the lock
 * @param tooling how the project is looked after
 */
public record LockedProject(
    List<LockedPackage> packages,
    List<FirstParty> firstParty,
    String requiresPython,
    List<String> extras,
    List<String> groups,
    List<String> warnings,
    Tooling tooling) {

  public LockedProject {
    packages = List.copyOf(packages);
    firstParty = List.copyOf(firstParty);
    extras = List.copyOf(extras);
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }
}

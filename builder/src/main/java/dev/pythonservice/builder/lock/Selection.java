package dev.pythonservice.builder.lock;

import java.util.List;

/**
 * The part of a lock that one target needs: every package in at most one version.
 *
 * @param packages third-party packages
 * @param firstParty packages whose source is in the tree
 */
public record Selection(List<LockedPackage> packages, List<FirstParty> firstParty) {

  public Selection {
    packages = List.copyOf(packages);
    firstParty = List.copyOf(firstParty);
  }
}

package dev.pythonservice.builder.request;

import java.util.List;
import java.util.Set;

/**
 * What a platform team allows.
 *
 * @param origins where packages may come from
 * @param indexes package indexes that are allowed, by the start of their address; empty allows all
 * @param fileHosts hosts, with port where it is not the usual one, that allowed indexes may have
 *     their files on beside their own
 * @param rules what is demanded of packages; it is looked at in every build, whatever is known
 *     already
 */
public record Policy(
    Set<Origin> origins, List<String> indexes, Set<String> fileHosts, PackageRules rules) {

  /** A policy that demands nothing of packages. */
  public Policy(Set<Origin> origins, List<String> indexes, Set<String> fileHosts) {
    this(origins, indexes, fileHosts, PackageRules.NONE);
  }

  /** A policy whose indexes have their files where they are themselves. */
  public Policy(Set<Origin> origins, List<String> indexes) {
    this(origins, indexes, Set.of());
  }

  /** What holds for packages that are there for tests alone. */
  public Policy ofTests() {
    return new Policy(origins, indexes, fileHosts, rules.ofTests());
  }

  /** A policy. */
  public Policy {
    origins = Set.copyOf(origins);
    indexes = List.copyOf(indexes);
    fileHosts = Set.copyOf(fileHosts);
  }

  /** Where a package can come from. */
  public enum Origin {
    /** A package index. */
    INDEX,
    /** A file at an address of its own. */
    URL,
    /** A commit of a git repository; always built from source. */
    GIT,
    /** A wheel or archive file within the project. */
    PATH
  }
}

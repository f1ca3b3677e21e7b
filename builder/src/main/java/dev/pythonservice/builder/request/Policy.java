package dev.pythonservice.builder.request;

import java.util.List;
import java.util.Set;

/**
 * What a platform team allows.
 *
 * @param origins where packages may come from
 * @param indexes package indexes that are allowed, by the start of their address; empty allows all
 */
public record Policy(Set<Origin> origins, List<String> indexes) {

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

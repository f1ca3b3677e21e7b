package dev.pythonservice.builder.policy;

import java.util.List;

/**
 * A known vulnerability of what is installed, whether a rule forbids it or not.
 *
 * @param name the package
 * @param version its version
 * @param crate the crate in it that has the vulnerability, such as {@code time 0.1.40}; empty for
 *     the package itself
 * @param identifiers its identifiers, the first one by which it is named
 * @param severity in a word
 * @param fixed the first version without it; empty where there is none
 * @param summary a few words; may be empty
 * @param tolerated the last day on which an exception tolerates it; empty without one
 */
public record Finding(
    String name,
    String version,
    String crate,
    List<String> identifiers,
    String severity,
    String fixed,
    String summary,
    String tolerated) {

  public Finding {
    identifiers = List.copyOf(identifiers);
  }
}

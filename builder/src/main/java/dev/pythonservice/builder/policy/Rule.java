package dev.pythonservice.builder.policy;

import java.util.stream.Stream;

/** Something that is demanded of each package. */
@FunctionalInterface
interface Rule {

  /** How a package violates it; nothing when it complies. */
  Stream<Violation> violations(PackageFacts facts);
}

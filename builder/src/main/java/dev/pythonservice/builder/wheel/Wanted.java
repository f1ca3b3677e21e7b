package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.lock.Names;
import java.util.Set;
import java.util.stream.Collectors;

/** Which packages are to be built. */
public sealed interface Wanted {

  /** Every package that has no wheel at all, and every one of the tree with native code. */
  record AllSourceOnly() implements Wanted {}

  /**
   * These packages, also when there are wheels of them.
   *
   * @param names normalised names (PEP 503), at least one
   */
  record Named(Set<String> names) implements Wanted {
    public Named {
      names = Set.copyOf(names);
    }

    /** These names, normalised as PEP 503 has it. */
    public static Named of(Set<String> names) {
      return new Named(names.stream().map(Names::normalised).collect(Collectors.toSet()));
    }
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.lock.Names;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which packages are to be built. */
public sealed interface Wanted {

  /**
   * Every package that has no wheel at all, and every one of the tree with native code.
   *
   * @param allowed normalised names of those that may be built of packages that are not of the
   *     tree; absent means all
   */
  record AllSourceOnly(Optional<Set<String>> allowed) implements Wanted {
    public AllSourceOnly {
      allowed = allowed.map(Set::copyOf);
    }

    /** All of them. */
    public static AllSourceOnly all() {
      return new AllSourceOnly(Optional.empty());
    }

    /** Those of the tree, and these of others, by their names. */
    public static AllSourceOnly ownAnd(Collection<String> names) {
      return new AllSourceOnly(
          Optional.of(names.stream().map(Names::normalised).collect(Collectors.toSet())));
    }

    boolean allows(String name) {
      return allowed.map(names -> names.contains(name)).orElse(true);
    }
  }

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

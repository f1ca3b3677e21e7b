package dev.pythonservice.builder.lock;

import java.util.Map;
import java.util.Set;

/**
 * How a project is looked after, as far as its files tell.
 *
 * @param manager the program that keeps its lock, by its normalised name, such as {@code uv} or
 *     {@code pip-tools}; {@code pip} where a list of hashes does not say
 * @param managerVersion the version of uv that read the lock; empty for other programs, whose
 *     versions no lock says
 * @param locked the version of every package in the lock by its name, also of those that are only
 *     for development; where a lock forks, the first
 * @param configured tools that the source has settings for, by their normalised names
 */
public record Tooling(
    String manager, String managerVersion, Map<String, String> locked, Set<String> configured) {

  public Tooling {
    locked = Map.copyOf(locked);
    configured = Set.copyOf(configured);
  }
}

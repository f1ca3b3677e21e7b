package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;

/**
 * One package to be built.
 *
 * @param name its name, normalised
 * @param version its locked version
 * @param source exactly what it is built from
 * @param material where that is
 */
record WheelJob(String name, String version, BuiltFrom source, Material material) {

  /** Where the source of a package is. */
  sealed interface Material {

    /** An archive of an index or of an address of its own. */
    record Archive(LockedPackage locked) implements Material {}

    /** A folder of the project's tree, {@code .} for its root. */
    record Folder(String folder) implements Material {}

    /** A commit of a git repository. */
    record Commit(Origin.Git origin) implements Material {}
  }

  /** Such as {@code pricing 0.2.0}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}

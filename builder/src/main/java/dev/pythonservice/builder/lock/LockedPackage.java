package dev.pythonservice.builder.lock;

import java.util.List;
import java.util.Optional;

/**
 * A third-party package in the one version that the lock gives it. Where a lock forks by markers,
 * each version is a package of its own.
 *
 * @param name its name, normalised (PEP 503)
 * @param version its version, as the lock writes it (PEP 440)
 * @param origin where it comes from
 * @param wheels its wheels in the lock's order
 * @param sourceArchive its source archive; absent where there is none, and for git and folders
 * @param marker when it is installed (PEP 508, lock extension of PEP 751); empty means always
 */
public record LockedPackage(
    String name,
    String version,
    Origin origin,
    List<LockedFile> wheels,
    Optional<LockedFile> sourceArchive,
    String marker) {

  public LockedPackage {
    wheels = List.copyOf(wheels);
  }

  /**
   * The same in the version of a wheel that was built from its source, where only the wheel says
   * it: finding it out before would have run code.
   */
  public LockedPackage asBuilt(LockedFile wheel) {
    String[] words = wheel.fileName().split("-", 3);
    return version.equals(ProjectFile.DYNAMIC_VERSION) && words.length == 3
        ? new LockedPackage(name, words[1], origin, wheels, sourceArchive, marker)
        : this;
  }

  /** Such as {@code orjson 3.13.0}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}

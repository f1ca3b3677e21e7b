package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a folder of built wheels that others may have: the list, and what it lists.
 *
 * @param folder the folder
 * @param names their names
 */
public record ListedWheels(Path folder, Set<String> names) {

  public ListedWheels {
    names = Set.copyOf(names);
  }

  /**
   * Those of a folder.
   *
   * @throws BuildFailure when it has no {@code wheels.json}
   */
  public static ListedWheels of(Path folder) {
    Set<String> names = new HashSet<>(Set.of(WheelList.FILE_NAME));
    WheelList.read(WheelList.bytes(folder), folder.toString())
        .forEach(wheel -> names.add(wheel.fileName()));
    return new ListedWheels(folder, names);
  }

  /** A file by its name; empty when it is not listed, or only a link to another. */
  public Optional<Path> file(String name) {
    return Optional.of(name)
        .filter(names::contains)
        .map(folder::resolve)
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }
}

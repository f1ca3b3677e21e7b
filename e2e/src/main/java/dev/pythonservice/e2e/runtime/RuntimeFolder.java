package dev.pythonservice.e2e.runtime;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with a program and all that it runs with. It is made again when what decides its content
 * changed, and one process makes it at a time.
 *
 * @param path the folder; absolute
 * @param program the program's name, as people are told
 */
public record RuntimeFolder(Path path, String program) {

  /**
   * The time of every file. An AOT cache remembers the times of the jars and of the Java that it
   * was made of, and in an image all files bear one time.
   */
  public static final Instant FILE_TIME = Instant.parse("2020-01-01T00:00:00Z");

  private static final String KEY = "key";

  /** Fills the folder. */
  @FunctionalInterface
  public interface Making {

    /** Fills the folder, which is there and empty. */
    void run() throws IOException;
  }

  /**
   * Sees that the folder has the content that belongs to a key.
   *
   * @param key equal keys mean that it need not be made again
   * @throws ClusterProblem when it cannot be made, with the remedy
   */
  public void provide(String key, Making making) {
    try {
      Files.createDirectories(Folders.parentOf(path));
      try (LockFile _ = LockFile.hold(path.resolveSibling(path.getFileName() + ".lock"))) {
        if (!isOf(key)) {
          if (Files.exists(path)) {
            Folders.delete(path);
          }
          Files.createDirectories(path);
          making.run();
          Files.writeString(path.resolve(KEY), key);
        }
      }
    } catch (IOException | CommandFailed problem) {
      throw new ClusterProblem(
          "The %s's runtime cannot be made in %s: %s; it may be deleted at any time"
              .formatted(program, path, problem));
    }
  }

  /** Gives every file and folder the one time. */
  public void setTimes() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.filter(file -> !Files.isSymbolicLink(file)).toList();
    }
    for (Path file : all) {
      Files.setLastModifiedTime(file, FileTime.from(FILE_TIME));
    }
  }

  /** Copies a file or a folder with all that is in it, times and rights included. */
  public static void copy(Path from, Path to) {
    Command.of("cp", "--archive", "--no-target-directory", from.toString(), to.toString()).run();
  }

  /**
   * Files that Maven packaged, sorted by name.
   *
   * @param folder where they should be
   * @param pattern their names, such as {@code *.jar}
   * @throws ClusterProblem when there are none, with the command that makes them
   */
  public List<Path> packaged(Path folder, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, pattern)) {
        files.forEach(found::add);
      }
    }
    if (found.isEmpty()) {
      throw new ClusterProblem(
          "The %1$s is not packaged (%2$s has no %3$s): run './mvnw --projects %1$s --also-make -DskipTests package'"
              .formatted(program, folder, pattern));
    }
    return found.stream().sorted().toList();
  }

  private boolean isOf(String key) throws IOException {
    Path file = path.resolve(KEY);
    return Files.exists(file) && Files.readString(file).equals(key);
  }
}

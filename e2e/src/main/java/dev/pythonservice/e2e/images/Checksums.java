package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A list of a folder's files with their digests, kept in the folder, that shows later damage. */
final class Checksums {
  private static final String NAME = "SHA256SUMS";

  private Checksums() {}

  /** Writes the list, in the form of sha256sum(1). */
  static void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(NAME), list(folder));
  }

  /** Whether the folder has a list, and the files it names and no others. */
  static boolean match(Path folder) throws IOException {
    Path list = folder.resolve(NAME);
    return Files.exists(list) && Files.readString(list).equals(list(folder));
  }

  private static String list(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> stream = Files.list(folder)) {
      files = stream.filter(file -> !file.endsWith(NAME)).sorted().toList();
    }
    StringBuilder list = new StringBuilder();
    for (Path file : files) {
      list.append(Digests.of(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return list.toString();
  }
}

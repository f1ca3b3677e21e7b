package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/**
 * The files of one folder of a project, and their digest: SHA-256 over mode, content and path
 * (relative to the folder) of each. A package is built with these files and no others, so the
 * digest is all that its wheel depends on, wherever in the tree the folder is.
 */
public final class FolderDigest {

  private FolderDigest() {}

  /**
   * The digest of a folder.
   *
   * @param source the project
   * @param folder relative to its tree, {@code .} for all of it
   */
  public static Digest of(Source source, String folder) {
    MessageDigest digest = Digest.sha256();
    for (SourceFile file : files(source, folder)) {
      String entry = "%s %s %s\0".formatted(mode(file), file.content().hex(), within(folder, file));
      digest.update(entry.getBytes(StandardCharsets.UTF_8));
    }
    return Digest.of(digest.digest());
  }

  /** The files of a folder, sorted by path. */
  static List<SourceFile> files(Source source, String folder) {
    return source.files().stream()
        .filter(file -> folder.equals(".") || file.path().startsWith(folder + "/"))
        .sorted(Comparator.comparing(SourceFile::path))
        .toList();
  }

  /** The path of a file as seen from the folder. */
  static String within(String folder, SourceFile file) {
    return folder.equals(".") ? file.path() : file.path().substring(folder.length() + 1);
  }

  private static String mode(SourceFile file) {
    if (file.linkTarget().isPresent()) {
      return "link";
    }
    return file.executable() ? "executable" : "file";
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;

/**
 * Exactly which source a wheel was built from. A wheel counts only for a locked package whose
 * source is the same one.
 */
public sealed interface BuiltFrom {

  /**
   * A source archive.
   *
   * @param sha256 the hash that the lock gives it
   */
  record Archive(Digest sha256) implements BuiltFrom {
    @Override
    public String toString() {
      return "archive " + sha256;
    }
  }

  /**
   * A folder of the project's tree.
   *
   * @param digest the digest of its files, see {@link FolderDigest}
   */
  record Folder(Digest digest) implements BuiltFrom {
    @Override
    public String toString() {
      return "folder " + digest;
    }
  }

  /**
   * A folder in a commit of a git repository. The commit's identifier is a hash of all its files.
   *
   * @param commit 40 or 64 hexadecimal characters
   * @param folder the folder, {@code .} for the root
   */
  record Commit(String commit, String folder) implements BuiltFrom {
    @Override
    public String toString() {
      return "commit %s %s".formatted(commit, folder);
    }
  }

  /**
   * Reads what {@code toString} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static BuiltFrom of(String text) {
    String[] words = text.split(" ", 3);
    if (words.length == 2 && words[0].equals("archive")) {
      return new Archive(Digest.of(words[1]));
    }
    if (words.length == 2 && words[0].equals("folder")) {
      return new Folder(Digest.of(words[1]));
    }
    if (words.length == 3 && words[0].equals("commit")) {
      return new Commit(words[1], words[2]);
    }
    throw new IllegalArgumentException(
        "A wheel is built from an archive, a folder or a commit, and not from: " + text);
  }
}

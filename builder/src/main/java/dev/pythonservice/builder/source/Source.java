package dev.pythonservice.builder.source;

import dev.pythonservice.builder.registry.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A project's files as they are built: one exact revision of them.
 *
 * @param tree the folder that they are in; for a folder of this machine it is that folder itself,
 *     which may hold more than {@code files}
 * @param path the project's folder in the tree, relative, with forward slashes; {@code .} for the
 *     tree itself
 * @param revision the commit of a git repository, the manifest's digest of an OCI artifact, the
 *     digest of the tree of a folder
 * @param treeDigest the digest of all files: equal for equal files, wherever they come from
 * @param files what belongs to the project, sorted by path; nothing else goes into an image
 * @param time when the revision was made, where the source says so
 */
public record Source(
    Path tree,
    String path,
    String revision,
    Digest treeDigest,
    List<SourceFile> files,
    Optional<Instant> time) {

  public Source {
    files = List.copyOf(files);
  }

  /** The bytes of all files together. */
  public long bytes() {
    return files.stream().mapToLong(SourceFile::size).sum();
  }

  /** The project's folder on this machine. */
  public Path project() {
    return tree.resolve(path).normalize();
  }
}

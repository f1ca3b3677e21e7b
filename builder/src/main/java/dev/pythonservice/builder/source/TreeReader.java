package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads which files a tree has, once, within the limits. */
final class TreeReader extends SimpleFileVisitor<Path> {

  /** The start of a file that stands in for a large one (git-lfs, docs/spec.md). */
  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);

  /** No such file is longer (git-lfs, docs/spec.md). */
  private static final int LONGEST_LFS = 1024;

  private final Path tree;
  private final LeftOut leftOut;
  private final Allowance allowance;
  private final List<SourceFile> files = new ArrayList<>();
  private final byte[] buffer = new byte[1 << 16];

  private TreeReader(Path tree, LeftOut leftOut, Allowance allowance) {
    this.tree = tree;
    this.leftOut = leftOut;
    this.allowance = allowance;
  }

  /**
   * Reads a tree.
   *
   * @return its files, sorted by path
   * @throws BuildFailure when it is too large, a link leads out of it, or something is no file
   */
  static List<SourceFile> read(Path tree, Limits limits) throws IOException {
    TreeReader reader = new TreeReader(tree, LeftOut.of(tree), new Allowance(limits));
    Files.walkFileTree(tree, reader);
    reader.files.sort(Comparator.comparing(SourceFile::path));
    reader.checkLinks();
    return reader.files;
  }

  /**
   * The digest of files: SHA-256 over mode, size, content and path of each, in the order of their
   * paths. Times, owners and the folder that they are in do not matter.
   */
  static Digest digest(List<SourceFile> files) {
    MessageDigest digest = Digest.sha256();
    for (SourceFile file : files) {
      String entry =
          "%s %d %s %s\0".formatted(mode(file), file.size(), file.content().hex(), file.path());
      digest.update(entry.getBytes(StandardCharsets.UTF_8));
    }
    return Digest.of(digest.digest());
  }

  /** As git writes it. */
  private static String mode(SourceFile file) {
    if (file.linkTarget().isPresent()) {
      return "120000";
    }
    return file.executable() ? "100755" : "100644";
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    boolean root = folder.equals(tree);
    return !root && leftOut.wholeFolder(relative(folder))
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String path = relative(file);
    if (!leftOut.file(path)) {
      allowance.file();
      files.add(attributes.isSymbolicLink() ? link(file, path) : regular(file, path, attributes));
    }
    return FileVisitResult.CONTINUE;
  }

  private SourceFile link(Path file, String path) throws IOException {
    String target = Files.readSymbolicLink(file).toString();
    Digest digest = Digest.ofBytes(target.getBytes(StandardCharsets.UTF_8));
    return new SourceFile(path, 0, false, digest, Optional.of(target));
  }

  private SourceFile regular(Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    if (!attributes.isRegularFile()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is neither file nor folder nor link; remove it, or leave it out in .dockerignore"
              .formatted(path));
    }
    boolean executable =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .permissions()
            .contains(PosixFilePermission.OWNER_EXECUTE);
    MessageDigest digest = Digest.sha256();
    long size = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        if (size == 0) {
          refuseStandIn(path, attributes.size());
        }
        size += count;
        allowance.bytes(count);
        digest.update(buffer, 0, count);
      }
    }
    return new SourceFile(path, size, executable, Digest.of(digest.digest()), Optional.empty());
  }

  private void refuseStandIn(String path, long size) {
    if (size >= LFS.length
        && size < LONGEST_LFS
        && java.util.Arrays.equals(buffer, 0, LFS.length, LFS, 0, LFS.length)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is kept in Git LFS, and only its pointer is here; commit the file itself (git lfs migrate export), or leave it out in .dockerignore"
              .formatted(path));
    }
  }

  private void checkLinks() {
    TreeLinks links =
        new TreeLinks(
            files.stream()
                .filter(file -> file.linkTarget().isPresent())
                .collect(
                    Collectors.toMap(SourceFile::path, file -> file.linkTarget().orElseThrow())));
    links.targets().keySet().stream().sorted().forEach(links::check);
  }

  private String relative(Path path) {
    return tree.relativize(path).toString();
  }
}

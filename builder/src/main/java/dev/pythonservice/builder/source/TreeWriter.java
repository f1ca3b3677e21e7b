package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes what comes from afar into a folder, and nothing out of it, whatever the names are. Links
 * are made last of all: so no file is ever written through one. Once {@code .dockerignore} has
 * come, which is among the first names of a commit or of a sorted archive, what it leaves out is
 * neither written nor counted.
 */
final class TreeWriter {

  private static final Set<PosixFilePermission> EXECUTABLE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path tree;
  private final Allowance allowance;
  private final Map<String, String> links = new LinkedHashMap<>();
  private Optional<LeftOut> leftOut = Optional.empty();

  /** A writer into a folder, which is made and must not be there. */
  TreeWriter(Path tree, Limits limits) throws IOException {
    this.tree = Files.createDirectories(tree);
    this.allowance = new Allowance(limits);
  }

  /** Takes notice of a folder; it is made when there is a file in it. */
  void folder(String path) {
    allowance.file();
    checked(path);
  }

  /** Writes a file. */
  void file(String path, boolean executable, InputStream content) throws IOException {
    Path file = checked(path);
    if (isLeftOut(path)) {
      return;
    }
    allowance.file();
    try {
      Files.createDirectories(file.getParent());
      write(file, content);
    } catch (FileAlreadyExistsException exception) {
      throw twice(path);
    }
    if (path.equals(LeftOut.RULES)) {
      leftOut = Optional.of(LeftOut.of(tree));
    }
    if (executable) {
      Files.setPosixFilePermissions(file, EXECUTABLE);
    }
  }

  private boolean isLeftOut(String path) {
    // The rules themselves are read once more when all is there.
    return !path.equals(LeftOut.RULES) && leftOut.filter(rules -> rules.anywhere(path)).isPresent();
  }

  private void write(Path file, InputStream content) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream output =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        allowance.bytes(count);
        output.write(buffer, 0, count);
      }
    }
  }

  /** Takes notice of a symbolic link. */
  void link(String path, String target) {
    checked(path);
    if (isLeftOut(path)) {
      return;
    }
    allowance.file();
    if (links.putIfAbsent(path, target) != null) {
      throw twice(path);
    }
  }

  /**
   * Makes the links.
   *
   * @throws BuildFailure when one that is not left out leads out of the tree
   */
  void finish() throws IOException {
    LeftOut rules = LeftOut.of(tree);
    TreeLinks all = new TreeLinks(links);
    for (String path : links.keySet()) {
      if (!rules.anywhere(path)) {
        all.check(path);
      }
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      if (!rules.anywhere(link.getKey())) {
        make(link.getKey(), link.getValue());
      }
    }
  }

  private void make(String path, String target) throws IOException {
    Path link = tree.resolve(path);
    try {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
    } catch (FileAlreadyExistsException exception) {
      throw twice(path);
    }
  }

  private Path checked(String path) {
    boolean plain =
        Arrays.stream(path.split("/", -1))
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    if (!plain) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source has a file named %s, which is not within it; make the archive or commit anew"
              .formatted(path));
    }
    try {
      return tree.resolve(path);
    } catch (InvalidPathException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source has a file named %s, which cannot be written in the builder's locale; run it with LANG=C.UTF-8, or rename the file"
              .formatted(path));
    }
  }

  private static BuildFailure twice(String path) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The source has %s twice, or a file in place of its folder; make the archive or commit anew"
            .formatted(path));
  }
}

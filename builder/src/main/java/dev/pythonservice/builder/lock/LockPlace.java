package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.request.LockRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a lock is.
 *
 * @param tree the source's root
 * @param project the project's folder
 * @param folder the lock's folder: the project's, or one above it
 * @param file the lock
 */
record LockPlace(Path tree, Path project, Path folder, Path file) {

  /** The forms that a lock can have. */
  enum Form {
    UV,
    PYLOCK,
    REQUIREMENTS
  }

  /** Looks in the project's folder, and for a workspace's {@code uv.lock} in those above it. */
  static Optional<LockPlace> find(Path tree, Path project, LockRequest request) {
    Path folder = project;
    while (folder.startsWith(tree)) {
      Path file = folder.resolve(request.file()).normalize();
      if (file.startsWith(tree) && Files.isRegularFile(file)) {
        Path holding = file.getParent();
        return Optional.of(new LockPlace(tree, project, holding == null ? folder : holding, file));
      }
      Path above = folder.getParent();
      if (above == null || !request.file().equals("uv.lock")) {
        break;
      }
      folder = above;
    }
    return Optional.empty();
  }

  /** Its path for people. */
  String shown() {
    return Tree.relative(tree, file);
  }

  Form form() {
    String name = file.getFileName().toString();
    if (name.equals("uv.lock")) {
      return Form.UV;
    }
    return name.matches("pylock(\\.[^.]+)?\\.toml") ? Form.PYLOCK : Form.REQUIREMENTS;
  }
}

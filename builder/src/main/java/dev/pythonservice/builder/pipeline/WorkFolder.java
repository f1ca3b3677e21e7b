package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.UUID;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the files of one build, gone at its end. A builder that is killed leaves its folder
 * behind; the next one finds that nobody holds its lock, and removes it.
 *
 * <p>Such a lock belongs to the process, and is gone as soon as the process closes the file,
 * however often it has it open (fcntl(2), "Advisory record locking"). So lock files have the name
 * of their process in them, and no process opens one of its own to look at it.
 */
public final class WorkFolder implements AutoCloseable {

  private static final String LOCK_SUFFIX = ".lock";

  /** Of a lock file that is not locked yet; no other builder looks at it. */
  private static final String NEW_SUFFIX = ".new";

  /** The name of this process among those, also of other machines, that share a cache. */
  private static final String PROCESS = "build-" + UUID.randomUUID() + "-";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel channel;

  private WorkFolder(Path folder, Path lockFile, FileChannel channel) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** A new folder within the cache, after those of dead builders were removed. */
  public static WorkFolder within(Path cache) {
    Path parent = cache.resolve("work");
    try {
      Files.createDirectories(parent);
      removeAbandoned(parent);
      return locked(parent);
    } catch (IOException exception) {
      throw unusable(cache, exception.getMessage());
    }
  }

  /** The same where no folder is kept: in the folder for temporary files, closed to other users. */
  public static WorkFolder temporary() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path own = temporary.resolve("pythonservice-builder-" + System.getProperty("user.name"));
    try {
      Path probe = Files.createTempFile("pythonservice-builder-", "");
      UserPrincipal self = Files.getOwner(probe);
      Files.delete(probe);
      if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            own,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.getOwner(own, LinkOption.NOFOLLOW_LINKS).equals(self)) {
        throw unusable(own, "it is another user's");
      }
      return within(own);
    } catch (IOException exception) {
      throw unusable(own, exception.getMessage());
    }
  }

  private static BuildFailure unusable(Path cache, @Nullable String why) {
    return new BuildFailure(
        ExitCode.MACHINE,
        "The folder %s cannot be used: %s; name another one with --cache".formatted(cache, why));
  }

  /** The lock comes first: a lock file by its last name is locked as long as its builder lives. */
  private static WorkFolder locked(Path parent) throws IOException {
    Path unlocked = Files.createTempFile(parent, PROCESS, NEW_SUFFIX);
    FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.WRITE);
    try {
      channel.lock();
      Path lockFile = unlocked.resolveSibling(stem(unlocked, NEW_SUFFIX) + LOCK_SUFFIX);
      Files.move(unlocked, lockFile, StandardCopyOption.ATOMIC_MOVE);
      return new WorkFolder(Files.createDirectory(folderOf(lockFile)), lockFile, channel);
    } catch (IOException exception) {
      channel.close();
      throw exception;
    }
  }

  /** Where the build's files go. */
  public Path folder() {
    return folder;
  }

  /** A new folder in it, whose name starts like this. */
  public Path newFolder(String name) {
    return newFolder(folder, name);
  }

  static Path newFolder(Path parent, String name) {
    try {
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  @Override
  public void close() {
    try (channel) {
      delete(folder);
      Files.deleteIfExists(lockFile);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(parent, "*" + LOCK_SUFFIX)) {
      for (Path lockFile : lockFiles) {
        if (!lockFile.getFileName().toString().startsWith(PROCESS)) {
          removeIfAbandoned(lockFile);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        delete(folderOf(lockFile));
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException | UncheckedIOException | OverlappingFileLockException exception) {
      // Another build is at it, or it is another user's: none of these hinders this build.
      return;
    }
  }

  private static Path folderOf(Path lockFile) {
    return lockFile.resolveSibling(stem(lockFile, LOCK_SUFFIX));
  }

  private static String stem(Path file, String suffix) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - suffix.length());
  }

  /** Deletes a folder that is not needed any longer, to make room before the build ends. */
  static void deleteFolder(Path folder) {
    try {
      delete(folder);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
  }
}

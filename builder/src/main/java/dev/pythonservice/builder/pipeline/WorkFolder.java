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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.file.PathUtils;

/**
 * A folder for the files of one build, gone at its end. A builder that is killed leaves its folder
 * behind; the next one finds that nobody holds its lock, and removes it.
 */
final class WorkFolder implements AutoCloseable {

  private static final String LOCK_SUFFIX = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel channel;

  private WorkFolder(Path folder, Path lockFile, FileChannel channel) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** A new folder within the cache, after those of dead builders were removed. */
  static WorkFolder within(Path cache) {
    Path parent = cache.resolve("work");
    try {
      Files.createDirectories(parent);
      removeAbandoned(parent);
      // The lock comes first: a folder without one is nobody's.
      Path lockFile = Files.createTempFile(parent, "build-", LOCK_SUFFIX);
      FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
      channel.lock();
      return new WorkFolder(Files.createDirectory(folderOf(lockFile)), lockFile, channel);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "The folder %s cannot be used: %s; name another one with --cache"
              .formatted(cache, exception.getMessage()));
    }
  }

  /** Where the build's files go. */
  Path folder() {
    return folder;
  }

  /** A new folder in it, whose name starts like this. */
  Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name + "-");
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
        removeIfAbandoned(lockFile);
      }
    }
  }

  private static void removeIfAbandoned(Path lockFile) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        delete(folderOf(lockFile));
        Files.deleteIfExists(lockFile);
      }
    } catch (NoSuchFileException | OverlappingFileLockException exception) {
      // Another build of this or another process ended, or goes on: its folder is its own business.
      return;
    }
  }

  private static Path folderOf(Path lockFile) {
    String name = String.valueOf(lockFile.getFileName());
    return lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
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

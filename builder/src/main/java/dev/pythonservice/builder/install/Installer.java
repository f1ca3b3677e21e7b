package dev.pythonservice.builder.install;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Installs wheels for one target, each into a folder of its own, so that wheels with files of the
 * same name do not get into each other's way. May be used by several threads at once.
 */
public final class Installer {

  private static final int DOWNLOADS_AT_ONCE = 8;
  private static final int UNPACKING_AT_ONCE = 4;

  private final Target target;
  private final Downloads downloads;
  private final Unpacking unpacking;
  private final Limits limits;
  private final Path work;
  private final Semaphore downloading = new Semaphore(DOWNLOADS_AT_ONCE);
  private final Semaphore unpackers = new Semaphore(UNPACKING_AT_ONCE);
  private final AtomicLong installedBytes = new AtomicLong();

  /**
   * An installer.
   *
   * @param target what is installed for
   * @param downloads where wheels come from
   * @param unpacking what unpacks them
   * @param limits how much it may become
   * @param work a folder for this target that is deleted after the build
   */
  public Installer(
      Target target, Downloads downloads, Unpacking unpacking, Limits limits, Path work) {
    this.target = target;
    this.downloads = downloads;
    this.unpacking = unpacking;
    this.limits = limits;
    this.work = work.toAbsolutePath();
  }

  /**
   * Installs wheels, several at once.
   *
   * @return them in the same order
   * @throws BuildFailure the first one; what has not begun by then does not begin any more
   */
  public List<InstalledWheel> install(List<ChosenWheel> wheels) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<InstalledWheel> ended = new ExecutorCompletionService<>(each);
      List<Future<InstalledWheel>> all =
          wheels.stream().map(wheel -> ended.submit(() -> install(wheel))).toList();
      try {
        for (int left = wheels.size(); left > 0; left--) {
          ended.take().get();
        }
        return all.stream().map(Future::resultNow).toList();
      } catch (ExecutionException exception) {
        each.shutdownNow();
        throw exception.getCause() instanceof BuildFailure failure
            ? failure
            : new IllegalStateException(exception.getCause());
      } catch (InterruptedException exception) {
        each.shutdownNow();
        Thread.currentThread().interrupt();
        throw new BuildFailure(ExitCode.INTERNAL, "The build was ended while it installed");
      }
    }
  }

  private InstalledWheel install(ChosenWheel wheel) throws InterruptedException {
    downloading.acquire();
    Path file;
    try {
      file = downloads.fetch(wheel);
    } finally {
      downloading.release();
    }
    unpackers.acquire();
    try {
      return unpacked(wheel, file);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "%s: %s cannot be unpacked in %s: %s; make room there"
              .formatted(wheel.locked(), wheel.file().fileName(), work, exception.getMessage()));
    } finally {
      unpackers.release();
    }
  }

  private InstalledWheel unpacked(ChosenWheel wheel, Path file) throws IOException {
    WheelArchive.Contents contents = new WheelArchive(wheel, file, limits).check();
    if (installedBytes.addAndGet(contents.bytes()) > limits.installedBytes()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: with it the packages for %s have more than %d bytes; leave some out, or raise the limit with --max-installed-bytes"
              .formatted(wheel.locked(), target, limits.installedBytes()));
    }
    Files.createDirectories(work);
    Path root = Files.createTempDirectory(work, wheel.locked().name() + "-");
    unpacking.unpack(wheel, file, target, root);
    new EnvironmentLayout(root, target.python()).apply(contents.scripts());
    EnvironmentLayout.Size size = EnvironmentLayout.measure(root);
    return new InstalledWheel(wheel, root, size.files(), size.bytes(), NativeFiles.in(root));
  }
}

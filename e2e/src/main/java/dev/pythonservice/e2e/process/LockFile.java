package dev.pythonservice.e2e.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is locked by one at a time, be it another process or another thread of this one,
 * until it is closed. Something that is expensive to make is made once so, and the others find it.
 */
public final class LockFile implements AutoCloseable {

  /**
   * A lock on a file keeps out other processes only. Threads wait for each other whatever the file
   * is: what they make, they may need for one another.
   */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel file;

  private LockFile(FileChannel file) {
    this.file = file;
  }

  /** Locks a file, which is made where it is not there. */
  public static LockFile hold(Path path) throws IOException {
    return hold(path, () -> {});
  }

  /**
   * Locks a file, which is made where it is not there.
   *
   * @param waiting told when another process holds it
   */
  public static LockFile hold(Path path, Runnable waiting) throws IOException {
    THREADS.lock();
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.tryLock() == null) {
        waiting.run();
        file.lock();
      }
      return new LockFile(file);
    } catch (IOException | RuntimeException problem) {
      THREADS.unlock();
      throw problem;
    }
  }

  /**
   * What only one thread of this process may do at a time, where another program has its own lock.
   */
  public static void alone(Runnable work) {
    THREADS.lock();
    try {
      work.run();
    } finally {
      THREADS.unlock();
    }
  }

  /** Gives the file free; closing its channel does. */
  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      THREADS.unlock();
    }
  }
}

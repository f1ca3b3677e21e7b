package dev.pythonservice.builder.pipeline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Work of a build on threads of their own, whose results are wanted later. It ends with the build,
 * also where that fails: nothing goes on that would write into a folder that is being deleted.
 */
final class Background implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Starts work. */
  <T> Later<T> start(Supplier<T> work) {
    return new Later<>(threads.submit(work::get));
  }

  /** Starts work as soon as there is a place for it. */
  <T> Later<T> start(Semaphore places, Supplier<T> work) {
    return start(() -> Parallel.within(places, work));
  }

  /** Ends by interruption what still runs, and waits for it to end. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  /**
   * A result that is on its way.
   *
   * @param future where it arrives
   */
  record Later<T>(Future<T> future) {

    /** Waits for the result; a failure of the work is thrown here. */
    T get() {
      try {
        return Parallel.result(future);
      } catch (InterruptedException exception) {
        throw Parallel.interrupted();
      }
    }
  }
}

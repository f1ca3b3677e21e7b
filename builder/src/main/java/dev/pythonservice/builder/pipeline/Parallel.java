package dev.pythonservice.builder.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work beside other work. The first that fails stops the others, and its failure is the caller's.
 */
final class Parallel {

  private Parallel() {}

  /**
   * Does the same with each of many.
   *
   * @param items the many
   * @param atOnce how many at the same time
   * @param work what is done with each
   * @return what came of each, in the order of the items
   */
  static <A, B> List<B> each(List<A> items, int atOnce, Function<A, B> work) {
    Semaphore places = new Semaphore(atOnce);
    List<Callable<B>> tasks = new ArrayList<>();
    items.forEach(item -> tasks.add(() -> within(places, () -> work.apply(item))));
    return all(tasks);
  }

  /** Does work when there is a place for it; ends when this thread is to end. */
  static <T> T within(Semaphore places, Supplier<T> work) {
    try {
      places.acquire();
    } catch (InterruptedException exception) {
      throw interrupted();
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private static <B> List<B> all(List<Callable<B>> tasks) {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      ExecutorCompletionService<B> completion = new ExecutorCompletionService<>(executor);
      List<Future<B>> futures = tasks.stream().map(completion::submit).toList();
      for (int ended = 0; ended < futures.size(); ended++) {
        result(completion.take());
      }
      return futures.stream().map(Future::resultNow).toList();
    } catch (InterruptedException exception) {
      throw interrupted();
    } finally {
      // Ends by interruption what still runs after a failure, and waits for it to end.
      executor.shutdownNow();
      executor.close();
    }
  }

  /** Waits for what a thread makes; its failure is thrown here. */
  static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException exception) {
      switch (exception.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(exception);
      }
    }
  }

  static IllegalStateException interrupted() {
    Thread.currentThread().interrupt();
    return new IllegalStateException("The build was interrupted");
  }
}

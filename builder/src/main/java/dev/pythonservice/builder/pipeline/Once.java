package dev.pythonservice.builder.pipeline;

import java.util.Optional;
import java.util.function.Supplier;

/** The first who asks makes it, the others wait for it. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> work;
  private Optional<T> made = Optional.empty();

  Once(Supplier<T> work) {
    this.work = work;
  }

  @Override
  public synchronized T get() {
    T value = made.orElseGet(work);
    made = Optional.of(value);
    return value;
  }
}

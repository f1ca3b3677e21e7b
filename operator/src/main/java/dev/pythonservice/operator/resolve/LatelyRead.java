package dev.pythonservice.operator.resolve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;

/**
 * The few objects that were read last. One reconcile asks for the same object several times, a few
 * reconciles run at once, and then nobody asks for it for hours.
 *
 * @param <K> what objects are made of, of which each stands for one state of one object
 * @param <T> the objects
 */
final class LatelyRead<K, T> {

  /** Some more than are reconciled at the same time. */
  private static final int NUMBER = 16;

  private final Map<K, T> objects =
      Collections.synchronizedMap(
          new LinkedHashMap<>(NUMBER, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Entry<K, T> eldest) {
              return size() > NUMBER;
            }
          });

  /** The object that was read of this, or else reads it. */
  T get(K source, Function<K, T> reading) {
    T known = objects.get(source);
    if (known != null) {
      return known;
    }
    T read = reading.apply(source);
    objects.put(source, read);
    return read;
  }
}

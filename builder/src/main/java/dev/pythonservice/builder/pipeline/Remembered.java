package dev.pythonservice.builder.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was read before and cannot change, by its key; the least recently used is forgotten first.
 */
final class Remembered {

  private static final int MOST = 64;

  private final Map<String, Object> values =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > MOST;
        }
      };

  /** The value of a key: remembered, or else looked for. Absence is not remembered. */
  <T> Optional<T> find(String key, Class<T> type, Supplier<Optional<T>> search) {
    Optional<T> known = get(key, type);
    if (known.isPresent()) {
      return known;
    }
    Optional<T> found = search.get();
    found.ifPresent(value -> put(key, value));
    return found;
  }

  /** Remembers a value. */
  void put(String key, Object value) {
    synchronized (values) {
      values.put(key, value);
    }
  }

  /** Forgets a value that turned out not to hold any more. */
  void forget(String key) {
    synchronized (values) {
      values.remove(key);
    }
  }

  private <T> Optional<T> get(String key, Class<T> type) {
    synchronized (values) {
      return Optional.ofNullable(values.get(key)).map(type::cast);
    }
  }
}

package dev.pythonservice.builder.lock;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A lock as it would be where mirrors stand in for indexes: uv takes packages from where it is told
 * to, and writes that into the lock.
 *
 * @param mirrors what stands in for what, by the start of the address
 */
record MirroredLock(Map<String, String> mirrors) {

  private static final Comparator<String> LENGTH = Comparator.comparingInt(String::length);

  /** The lock with the addresses of mirrors. */
  String in(String lock) {
    String text = lock;
    for (Map.Entry<String, String> mirror : longestFirst(Map.Entry.comparingByKey(LENGTH))) {
      text = text.replace('"' + mirror.getKey(), '"' + mirror.getValue());
    }
    return text;
  }

  /** The lock with the addresses that mirrors stand in for. */
  String out(String lock) {
    String text = lock;
    for (Map.Entry<String, String> mirror : longestFirst(Map.Entry.comparingByValue(LENGTH))) {
      text = text.replace('"' + mirror.getValue(), '"' + mirror.getKey());
    }
    return text;
  }

  private List<Map.Entry<String, String>> longestFirst(
      Comparator<Map.Entry<String, String>> order) {
    return mirrors.entrySet().stream().sorted(order.reversed()).toList();
  }
}

package dev.pythonservice.builder.publisher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Names of files that differ only in how they are written. */
final class FileNames {

  /** A wheel's name ends with what it runs on: interpreter, interface and platform. */
  private static final int TAGS = 3;

  private FileNames() {}

  /** Whether both name the same file: some who sign order a wheel's tags anew. */
  static boolean areSame(String one, String other) {
    return one.equals(other)
        || (one.endsWith(".whl") && other.endsWith(".whl") && parts(one).equals(parts(other)));
  }

  private static List<Set<String>> parts(String name) {
    String[] parts = name.substring(0, name.length() - ".whl".length()).split("-", -1);
    int tags = Math.max(parts.length - TAGS, 0);
    return IntStream.range(0, parts.length)
        .mapToObj(place ->
            place < tags
                ? Set.of(parts[place].toLowerCase(Locale.ROOT))
                : Set.copyOf(Arrays.asList(parts[place].split("[.]"))))
        .toList();
  }
}

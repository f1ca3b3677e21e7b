package dev.pythonservice.builder.adopt;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What another tool has locked.
 *
 * @param tool the tool
 * @param files its locks, relative to the project's folder
 * @param python the series of Python that it was made with, such as {@code 3.11}; empty where it
 *     does not say
 * @param pins the versions that it holds packages to
 * @param unpinned normalised names of packages that it takes from elsewhere than an index, such as
 *     git or a folder, and where that is
 */
record OldLock(
    OldTool tool, List<String> files, String python, Set<Pin> pins, Map<String, String> unpinned) {

  OldLock {
    files = List.copyOf(files);
    pins = Set.copyOf(pins);
    unpinned =
        unpinned.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, one -> Note.withoutCredentials(one.getValue())));
  }

  /** The versions of each package. */
  Map<String, Set<String>> versions() {
    Map<String, Set<String>> versions = new TreeMap<>();
    pins.forEach(
        pin -> versions.computeIfAbsent(pin.name(), name -> new TreeSet<>()).add(pin.version()));
    return versions;
  }

  /** The files for people. */
  String shown() {
    return String.join(" and ", files);
  }
}

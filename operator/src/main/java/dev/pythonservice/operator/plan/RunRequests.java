package dev.pythonservice.operator.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The runs that people ask for in the annotation {@code pythonservice.dev/run-jobs}: {@code
 * report=2026-11-23,cleanup=7}. Each name is a job's; a value that was not there before asks for
 * one run. So a GitOps tool that applies it again and again asks only once.
 */
final class RunRequests {

  /** The annotation of a service. */
  static final String ANNOTATION = "pythonservice.dev/run-jobs";

  private RunRequests() {}

  /** The values by the names of the jobs; entries that are no {@code name=value} are left out. */
  static SequencedMap<String, String> of(Map<String, String> annotations) {
    SequencedMap<String, String> requests = new LinkedHashMap<>();
    for (String entry : annotations.getOrDefault(ANNOTATION, "").split(",")) {
      String[] parts = entry.split("=", 2);
      if (parts.length == 2 && !parts[0].isBlank() && !parts[1].isBlank()) {
        requests.put(parts[0].strip(), parts[1].strip());
      }
    }
    return requests;
  }

  /** The first part of the annotation that asks for nothing there is. */
  static Optional<String> wrong(Map<String, String> annotations, Iterable<String> jobs) {
    String text = annotations.getOrDefault(ANNOTATION, "");
    for (String entry : text.isBlank() ? new String[0] : text.split(",")) {
      String name = entry.split("=", 2)[0].strip();
      boolean known = false;
      for (String job : jobs) {
        known |= job.equals(name);
      }
      if (!known || !of(Map.of(ANNOTATION, entry)).containsKey(name)) {
        return Optional.of(entry.strip());
      }
    }
    return Optional.empty();
  }
}

package dev.pythonservice.schema.definition;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the API types, collected so that one run of the generator names all of it. */
final class Problems {

  private final List<String> problems = new ArrayList<>();

  void add(SchemaPlace place, String problem) {
    problems.add(place.name() + ": " + problem);
  }

  /**
   * Ends the generation if something is wrong.
   *
   * @throws IllegalStateException with every problem on a line of its own
   */
  void throwIfAny(String subject) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          subject + " cannot be generated:\n  " + String.join("\n  ", problems));
    }
  }
}

package dev.pythonservice.operator.plan;

import java.util.Comparator;

/** Minor versions of Python 3, as the API has them: {@code 3.9}, {@code 3.13}. */
final class PythonVersions {

  /** By number: {@code 3.9} comes before {@code 3.10}. */
  static final Comparator<String> ASCENDING =
      Comparator.comparingInt(version -> Integer.parseInt(version.substring("3.".length())));

  private PythonVersions() {}
}

package dev.pythonservice.builder.request;

import java.util.Map;
import java.util.Set;

/**
 * Versions of the programs that check, where they are not those of this machine.
 *
 * @param deciding the versions that decide, by program, such as {@code 0.17.6} of {@code ruff}
 * @param previews versions that are tried beside them, by program; what they find stops nothing
 * @param indexes address of the package index that both come from, by program; without one they
 *     come from the usual one
 * @param previewsOnly whether nothing but previews is wanted
 */
public record CheckerVersions(
    Map<String, String> deciding,
    Map<String, String> previews,
    Map<String, String> indexes,
    boolean previewsOnly) {

  /** The programs there are. */
  public static final Set<String> PROGRAMS = Set.of("ruff", "ty", "pyrefly");

  /** Those of this machine alone. */
  public static final CheckerVersions OF_THIS_MACHINE =
      new CheckerVersions(Map.of(), Map.of(), Map.of(), false);

  public CheckerVersions {
    deciding = Map.copyOf(deciding);
    previews = Map.copyOf(previews);
    indexes = Map.copyOf(indexes);
  }

  /** The same, of which nothing but the previews is wanted. */
  public CheckerVersions previewed() {
    return new CheckerVersions(deciding, previews, indexes, true);
  }
}

package dev.pythonservice.builder.request;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Versions of the programs that check, where they are not those of this machine.
 *
 * @param deciding the versions that decide, by program, such as {@code 0.17.6} of {@code ruff}
 * @param previews versions that are tried beside them, by program; what they find stops nothing
 * @param index address of the package index that both come from; absent for the usual one
 * @param previewsOnly whether nothing but previews is wanted
 */
public record CheckerVersions(
    Map<String, String> deciding,
    Map<String, String> previews,
    Optional<String> index,
    boolean previewsOnly) {

  /** The programs there are. */
  public static final Set<String> PROGRAMS = Set.of("ruff", "ty", "pyrefly");

  /** Those of this machine alone. */
  public static final CheckerVersions OF_THIS_MACHINE =
      new CheckerVersions(Map.of(), Map.of(), Optional.empty(), false);

  public CheckerVersions {
    deciding = Map.copyOf(deciding);
    previews = Map.copyOf(previews);
  }
}

package dev.pythonservice.builder.policy;

import java.util.List;
import java.util.Optional;

/**
 * What a package says of its licence.
 *
 * @param expression the SPDX expression of {@code License-Expression} (PEP 639)
 * @param text what older packages write to {@code License}: a name, or anything
 * @param classifiers the trove classifiers below {@code License}
 */
public record DeclaredLicence(
    Optional<String> expression, Optional<String> text, List<String> classifiers) {

  /** A package that says nothing. */
  public static final DeclaredLicence NONE =
      new DeclaredLicence(Optional.empty(), Optional.empty(), List.of());

  public DeclaredLicence {
    classifiers = List.copyOf(classifiers);
  }
}

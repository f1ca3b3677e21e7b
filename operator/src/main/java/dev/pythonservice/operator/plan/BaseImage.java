package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A base image as the registry has it now.
 *
 * @param reference the image by digest
 * @param architectures the architectures that it is made for
 */
public record BaseImage(String reference, Set<Architecture> architectures) {

  /** Keeps the architectures in the order of the API. */
  public BaseImage {
    architectures =
        architectures.isEmpty()
            ? Set.of()
            : Collections.unmodifiableSet(EnumSet.copyOf(architectures));
  }
}

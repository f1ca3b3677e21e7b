package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.Set;

/**
 * The base image of a runtime, exactly.
 *
 * @param reference the image by digest: that of its index, or of its manifest where it has none
 * @param architectures the architectures that it is there for; empty while that is not known
 */
public record BaseImage(String reference, Set<Architecture> architectures) {

  public BaseImage {
    architectures = Set.copyOf(architectures);
  }
}

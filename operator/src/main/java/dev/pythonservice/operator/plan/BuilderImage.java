package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * The image that build pods run, which the operator's administrator names: it sees the credentials
 * of every platform.
 *
 * @param reference the image, best by digest; empty where nobody has named one
 */
public record BuilderImage(Optional<String> reference) {

  /** The setting that names it. */
  static final String SETTING = "pythonservice.builder-image";
}

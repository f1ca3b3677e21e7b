package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * The images that build pods run, which the operator's administrator names: one sees the
 * credentials of every platform, the other runs foreign code.
 *
 * @param reference the image that makes images, best by digest; empty where nobody has named one
 * @param forWheels the image that builds wheels, with compilers; empty where nobody has named one
 */
public record BuilderImage(Optional<String> reference, Optional<String> forWheels) {

  /** The setting that names the image that makes images. */
  public static final String SETTING = "pythonservice.builder-image";

  /** The setting that names the image that builds wheels. */
  public static final String WHEEL_SETTING = "pythonservice.wheel-builder-image";
}

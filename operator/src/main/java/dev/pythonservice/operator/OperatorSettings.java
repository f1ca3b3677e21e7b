package dev.pythonservice.operator;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator's administrator decides; each is also an environment variable, such as {@code
 * PYTHONSERVICE_BUILD_NAMESPACES}.
 */
@ConfigMapping(prefix = "pythonservice")
interface OperatorSettings {

  /** The namespace that the operator runs in. */
  String namespace();

  /** Name of the operator's pod, for the lease and in Events. */
  String instance();

  /** The namespaces besides its own in which platforms may have their builds, comma-separated. */
  Optional<Set<String>> buildNamespaces();

  /** The image that build pods run. */
  Optional<String> builderImage();

  /** The image that builds wheels, with compilers. */
  Optional<String> wheelBuilderImage();

  /** The namespaces whose services are looked after, comma-separated; all when it is empty. */
  Optional<Set<String>> watchedNamespaces();

  /** Ranges of addresses, in CIDR notation, in which no service may have its source. */
  Optional<List<String>> refusedSourceRanges();
}

package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.Locale;

/** How nodes say what they are. */
final class NodeLabels {

  /** The label with a node's architecture. */
  static final String ARCHITECTURE = "kubernetes.io/arch";

  private NodeLabels() {}

  /** As in the node's label. */
  static String spelled(Architecture architecture) {
    return architecture.name().toLowerCase(Locale.ROOT);
  }
}

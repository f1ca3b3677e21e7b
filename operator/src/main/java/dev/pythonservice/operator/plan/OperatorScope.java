package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The namespaces in which this operator may work for platforms: read key names of Secrets and
 * ConfigMaps, and build. It is the operator's administrator who says so, not a platform: a platform
 * can choose among them.
 *
 * @param namespace the operator's own namespace
 * @param buildNamespaces the namespaces that platforms may build in; the operator's own is always
 *     one of them
 */
public record OperatorScope(String namespace, SortedSet<String> buildNamespaces) {

  /** Adds the operator's own namespace to the build namespaces. */
  public OperatorScope {
    TreeSet<String> all = new TreeSet<>(buildNamespaces);
    all.add(namespace);
    buildNamespaces = Collections.unmodifiableSortedSet(all);
  }

  /** The namespace that a platform's builds run in, whether the operator may work there or not. */
  public String buildNamespaceOf(PythonPlatformSpec spec) {
    return Optional.ofNullable(spec.builds()).map(Builds::namespace).orElse(namespace);
  }
}

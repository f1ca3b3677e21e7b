package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is decided on for a platform.
 *
 * @param spec what the platform says
 * @param scope where the operator may work
 * @param keys the key names of those named Secrets and ConfigMaps that exist; never their values
 */
public record PlatformInputs(
    PythonPlatformSpec spec, OperatorScope scope, Map<ObjectName, Set<String>> keys) {

  public PlatformInputs {
    keys = Map.copyOf(keys);
  }

  List<Reference> references() {
    return References.of(spec, scope);
  }

  boolean exists(Reference reference) {
    return keys.containsKey(reference.object());
  }

  Set<String> keysOf(Reference reference) {
    return keys.getOrDefault(reference.object(), Set.of());
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.operator.plan.ObjectName.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether services can rely on a platform. */
public final class PlatformDecisions {

  private static final Chain<PlatformInputs> CHAIN =
      new Chain<>(
          List.of(
              PlatformDecisions::buildNamespaceIsServed,
              PlatformDecisions::namedObjectsExist,
              PlatformDecisions::namedKeysExist),
          Verdict.ready(
              "ReferencesFound",
              "Every Secret and ConfigMap that the platform names is there, with its keys"));

  private PlatformDecisions() {}

  /** The verdict on a platform. */
  public static Verdict decide(PlatformInputs inputs) {
    return CHAIN.decide(inputs);
  }

  private static Optional<Verdict> buildNamespaceIsServed(PlatformInputs inputs) {
    OperatorScope scope = inputs.scope();
    String namespace = scope.buildNamespaceOf(inputs.spec());
    if (scope.buildNamespaces().contains(namespace)) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.stalled(
            "BuildNamespaceNotServed",
            ("spec.builds.namespace names %s, where this operator does not work; name one of %s, or"
                    + " add %s to the operator's setting pythonservice.build-namespaces")
                .formatted(namespace, String.join(", ", scope.buildNamespaces()), namespace)));
  }

  private static Optional<Verdict> namedObjectsExist(PlatformInputs inputs) {
    return inputs.references().stream()
        .filter(reference -> !inputs.exists(reference))
        .findFirst()
        .map(PlatformDecisions::objectIsMissing);
  }

  private static Verdict objectIsMissing(Reference reference) {
    ObjectName object = reference.object();
    return Verdict.stalled(
        object.kind() == Kind.SECRET ? "SecretNotFound" : "ConfigMapNotFound",
        "%s names the %s, which is not in namespace %s; create it with '%s'"
            .formatted(reference.field(), object, object.namespace(), reference.creation()));
  }

  private static Optional<Verdict> namedKeysExist(PlatformInputs inputs) {
    return inputs.references().stream()
        .flatMap(reference ->
            reference.keys().stream()
                .filter(key -> !inputs.keysOf(reference).contains(key))
                .map(key -> keyIsMissing(inputs, reference, key)))
        .findFirst();
  }

  private static Verdict keyIsMissing(PlatformInputs inputs, Reference reference, String key) {
    ObjectName object = reference.object();
    String present = String.join(", ", new TreeSet<>(inputs.keysOf(reference)));
    return Verdict.stalled(
        "KeyNotFound",
        "%s needs the key %s, which the %s in namespace %s does not have; it has %s: add the key"
            .formatted(
                reference.field(),
                key,
                object,
                object.namespace(),
                present.isEmpty() ? "none" : present));
  }
}

package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.operator.plan.Chain.Decision;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.ServiceInputs.WithoutPlatform;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a service can be built on, and whether it can. */
public final class ServiceDecisions {

  private static final Chain<WithPlatform> CHAIN =
      new Chain<>(
          List.of(
              ServiceDecisions::platformWasLookedAt,
              ServiceDecisions::platformIsReady,
              ofOwnProject(ServiceDecisions::pythonIsGiven),
              ofOwnProject(ServiceDecisions::runtimeExists),
              ofOwnProject(ServiceDecisions::architecturesAreOffered)),
          Verdict.ready("CanBeBuilt", "The platform has what the service is built on"));

  private ServiceDecisions() {}

  /** What stands against building the service at all; empty when nothing does. */
  public static Optional<Verdict> objection(ServiceInputs inputs) {
    return switch (inputs) {
      case WithoutPlatform without -> Optional.of(platformIsMissing(without.choice()));
      case WithPlatform with -> CHAIN.objection(with);
    };
  }

  /** What was taken for fields that the service left out. */
  public static Optional<Resolved> resolved(ServiceInputs inputs) {
    return inputs instanceof WithPlatform with ? Optional.of(resolved(with)) : Optional.empty();
  }

  private static Resolved resolved(WithPlatform inputs) {
    return new Resolved(
        inputs.choice().platform(),
        inputs.python().orElse(null),
        inputs.libc(),
        inputs.knownBase().map(BaseImage::reference).orElse(null));
  }

  private static Verdict platformIsMissing(PlatformChoice choice) {
    String message =
        choice.labelled()
            ? "The label %s of namespace %s names the PythonPlatform %s, which does not exist;"
                + " apply it, or correct the label"
            : "There is no PythonPlatform for this service: without the label %s, namespace %s uses"
                + " the one called %s; apply a PythonPlatform of that name, or set the label to an"
                + " existing one";
    return Verdict.stalled(
        "PlatformNotFound",
        message.formatted(PlatformChoice.LABEL, choice.namespace(), choice.platform()));
  }

  /** What is built elsewhere needs nothing to be built on here. */
  private static Decision<WithPlatform> ofOwnProject(Decision<WithPlatform> decision) {
    return inputs -> inputs.takesOver() ? Optional.empty() : decision.objection(inputs);
  }

  private static Optional<Verdict> platformWasLookedAt(WithPlatform inputs) {
    return PlatformReadiness.wasLookedAt(inputs.platform());
  }

  private static Optional<Verdict> platformIsReady(WithPlatform inputs) {
    return PlatformReadiness.isReady(inputs.platform());
  }

  private static Optional<Verdict> pythonIsGiven(WithPlatform inputs) {
    if (inputs.python().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.stalled(
            "PythonNotGiven",
            "spec.python is left out, and the PythonPlatform %s has no default; set it to one of %s"
                .formatted(inputs.choice().platform(), list(inputs.versions()))));
  }

  private static Optional<Verdict> runtimeExists(WithPlatform inputs) {
    if (inputs.runtime().isPresent()) {
      return Optional.empty();
    }
    String platform = inputs.choice().platform();
    return Optional.of(
        Verdict.stalled(
            "RuntimeNotFound",
            ("The PythonPlatform %s has no runtime for Python %s with %s; with %s it has %s: set"
                    + " spec.python to one of them, or have a runtime added to the platform")
                .formatted(
                    platform,
                    inputs.python().orElseThrow(),
                    inputs.libc(),
                    inputs.libc(),
                    list(inputs.versions()))));
  }

  private static Optional<Verdict> architecturesAreOffered(WithPlatform inputs) {
    Collection<Architecture> offered = inputs.offeredArchitectures();
    return Optional.ofNullable(inputs.service().architectures()).stream()
        .map(Architectures::pinned)
        .flatMap(Collection::stream)
        .filter(pinned -> !offered.contains(pinned))
        .findFirst()
        .map(pinned ->
            Verdict.stalled(
                "ArchitectureNotOffered",
                ("spec.architectures.pinned names %s, which the PythonPlatform %s does not"
                        + " offer for Python %s; it offers %s: correct the list, or have the"
                        + " architecture added to the platform's runtime and policy")
                    .formatted(
                        spelled(pinned),
                        inputs.choice().platform(),
                        inputs.python().orElseThrow(),
                        list(offered.stream().map(ServiceDecisions::spelled).toList()))));
  }

  private static String spelled(Architecture architecture) {
    return architecture.name().toLowerCase(Locale.ROOT);
  }

  private static String list(Collection<String> values) {
    return values.isEmpty() ? "none" : values.stream().distinct().collect(joining(", "));
  }
}

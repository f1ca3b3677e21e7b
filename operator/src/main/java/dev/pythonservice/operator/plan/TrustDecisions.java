package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Optional;

/** Which builds may be served, by who signed their images. */
final class TrustDecisions {

  /** The type of the condition that says whether what serves is signed. */
  static final String VERIFIED = "Verified";

  static final String NOT_VERIFIED = "SignatureNotVerified";

  private TrustDecisions() {}

  /** What serves already stays, whatever is known of it. */
  static boolean mayServe(WithPlatform inputs, PythonBuild build) {
    boolean serves =
        inputs
            .serving()
            .filter(serving -> BuildStatus.name(serving).equals(BuildStatus.name(build)))
            .isPresent();
    return serves || inputs.trust().allows(build);
  }

  /** Why the build that is asked for is not served; empty where it is. */
  static Optional<Verdict> objection(
      WithPlatform inputs, Optional<PythonBuild> asked, Optional<PythonBuild> serving) {
    return asked
        .filter(build -> !mayServe(inputs, build))
        .map(build ->
            Verdict.stalled(
                reason(inputs, build),
                "%s is not served: %s%s"
                    .formatted(
                        BuildStatus.name(build),
                        why(inputs, build),
                        BuildVerdicts.meanwhile(serving))));
  }

  /** Whether what serves is signed; empty where nobody asks. */
  static Optional<Aspect> verified(WithPlatform inputs, Optional<PythonBuild> serving) {
    return serving.filter(_ -> inputs.trust().required()).map(build -> verified(inputs, build));
  }

  private static Aspect verified(WithPlatform inputs, PythonBuild build) {
    if (inputs.trust().allows(build)) {
      return new Aspect(
          VERIFIED,
          Status.True,
          VERIFIED,
          "The image of %s is signed by somebody who is trusted, and so is where it comes from"
              .formatted(BuildStatus.name(build)));
    }
    return new Aspect(
        VERIFIED,
        inputs.trust().objection(build).isPresent() ? Status.False : Status.Unknown,
        reason(inputs, build),
        "%s serves since before, and would not be served anew: %s"
            .formatted(BuildStatus.name(build), why(inputs, build)));
  }

  private static String reason(WithPlatform inputs, PythonBuild build) {
    return inputs.trust().objection(build).isEmpty()
            && inputs.trust().lookup() instanceof Lookup.Failed<ImageTrust.Answer> failed
        ? failed.reason()
        : NOT_VERIFIED;
  }

  private static String why(WithPlatform inputs, PythonBuild build) {
    String image = ImageTrust.image(build).orElse("none");
    return inputs
        .trust()
        .objection(build)
        .map(objection -> "of its image %s, %s".formatted(image, objection))
        .orElseGet(() ->
            inputs.trust().lookup() instanceof Lookup.Failed<ImageTrust.Answer> failed
                ? failed.message()
                : "nobody has looked yet who signed its image %s".formatted(image));
  }
}

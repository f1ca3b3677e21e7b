package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.attest.ImageVerdict;
import dev.pythonservice.builder.attest.ImageVerification;
import dev.pythonservice.builder.attest.Trust;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.operator.plan.ImageTrust.Answer;
import dev.pythonservice.operator.plan.ObjectName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the registry who signed images.
 *
 * @param reads reads the credentials
 * @param outsides how registries are reached
 */
record SignatureQueries(ClusterReads reads, Outsides outsides) {

  static final String UNAUTHORIZED = "SignatureUnauthorized";
  static final String UNREACHABLE = "SignatureUnreachable";

  Asking.Query<Answer> of(
      Collection<String> images,
      TrustedSigners signers,
      Surroundings surroundings,
      Optional<ObjectName> pushSecret) {
    return new Asking.Query<>() {
      @Override
      public Answer ask(Optional<Answer> last) {
        return answer(
            images,
            signers.trust(surroundings.platform()),
            surroundings,
            pushSecret,
            revisionsIn(last));
      }

      @Override
      public LookupFailure tooLate() {
        return failure(surroundings, Fault.UNREACHABLE);
      }
    };
  }

  /** A signature that held holds for ever: the digest says all. */
  private static Map<String, String> revisionsIn(Optional<Answer> last) {
    return last.map(Answer::revisions).orElse(Map.of());
  }

  private Answer answer(
      Collection<String> images,
      Trust trust,
      Surroundings surroundings,
      Optional<ObjectName> pushSecret,
      Map<String, String> known) {
    return new PlatformRegistry(reads, outsides, UNREACHABLE, UNAUTHORIZED)
        .ask(
            surroundings,
            pushSecret,
            registry -> answer(images, new ImageVerification(registry, trust), known),
            fault -> failure(surroundings, fault));
  }

  private static Answer answer(
      Collection<String> images, ImageVerification verification, Map<String, String> known) {
    Map<String, String> revisions = new HashMap<>();
    Map<String, String> distrusted = new HashMap<>();
    for (String image : images) {
      if (known.containsKey(image)) {
        revisions.put(image, known.getOrDefault(image, ""));
      } else {
        Reference reference = Reference.of(image);
        switch (reference
            .digest()
            .map(digest -> verification.of(reference.repository(), digest))
            .orElseGet(SignatureQueries::byTag)) {
          case ImageVerdict.Trusted found -> revisions.put(image, found.revision());
          case ImageVerdict.Distrusted why -> distrusted.put(image, why.message());
        }
      }
    }
    return new Answer(revisions.keySet(), distrusted, revisions);
  }

  private static ImageVerdict byTag() {
    return new ImageVerdict.Distrusted(
        ImageVerdict.Reason.NOT_SIGNED,
        "a tag may name another image tomorrow; name the image by its digest");
  }

  private static LookupFailure failure(Surroundings surroundings, Fault fault) {
    String what =
        "spec.signing of the PythonPlatform %s wants signed images"
            .formatted(surroundings.platform());
    return switch (fault) {
      case REFUSED ->
          new LookupFailure(
              UNAUTHORIZED,
              what
                  + ", and the registry wants other credentials to show signatures; give them in"
                  + " the Secret of spec.registry.pushSecretRef");
      case DISTRUSTED ->
          new LookupFailure(
              UNREACHABLE,
              what
                  + ", and the registry's certificate is of no authority that is trusted here; add"
                  + " that authority to spec.trustedCertificates");
      case NO_SUCH_REPOSITORY, NO_SUCH_NAME, FORBIDDEN, UNREACHABLE, OTHER ->
          new LookupFailure(
              UNREACHABLE,
              what
                  + ", and the registry does not answer as it should when it is asked for"
                  + " signatures; check spec.registry, network policies and spec.proxy");
    };
  }
}

package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Outside;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.GitRevision;
import dev.pythonservice.builder.source.Revisions;
import dev.pythonservice.operator.plan.Revision;
import java.util.Optional;

/**
 * Asks git servers and registries what names stand for.
 *
 * @param reads reads the credentials
 * @param outsides how servers are reached
 */
record SourceQueries(ClusterReads reads, Outsides outsides) {

  private static final String HEAD = "HEAD";
  private static final String ROOT = ".";

  Asking.Query<Revision> of(SourceKey key, Surroundings surroundings) {
    return new Asking.Query<>() {
      @Override
      public Revision ask(Optional<Revision> last) {
        return answer(key, surroundings);
      }

      @Override
      public LookupFailure tooLate() {
        return SourceFailures.of(key).unreachable();
      }
    };
  }

  private Revision answer(SourceKey key, Surroundings surroundings) {
    Outside outside =
        outsides.of(surroundings, Outsides.Chooser.SERVICE, SourceReasons.UNREACHABLE);
    try {
      return switch (key) {
        case SourceKey.Git git -> git(git, new Revisions(outside));
        case SourceKey.Oci oci -> oci(oci, surroundings, new Revisions(outside));
      };
    } catch (BuildFailure failure) {
      throw SourceFailures.of(key).of(failure.fault());
    }
  }

  private Revision git(SourceKey.Git git, Revisions revisions) {
    Optional<Credentials> credentials =
        git.secret()
            .map(secret ->
                new SecretValues(
                        reads, "spec.source.git.secretRef", secret, SourceReasons.UNAUTHORIZED)
                    .userAndPassword());
    GitRevision found =
        revisions.git(new SourceRequest.Git(git.url(), git.ref().orElse(HEAD), ROOT), credentials);
    return new Revision(found.commit(), git.ref().or(found::branch));
  }

  private Revision oci(SourceKey.Oci oci, Surroundings surroundings, Revisions revisions) {
    Optional<SecretValues> values =
        oci.secret()
            .map(secret ->
                new SecretValues(
                    reads, "spec.source.oci.secretRef", secret, SourceReasons.UNAUTHORIZED));
    Optional<byte[]> configuration = values.map(SecretValues::registryConfiguration);
    try {
      String digest =
          revisions
              .artifact(
                  new SourceRequest.Oci(oci.reference(), ROOT),
                  configuration,
                  surroundings.plainRegistries())
              .toString();
      return new Revision(digest, Optional.of(tag(oci.reference())));
    } catch (IllegalArgumentException exception) {
      throw values
          .map(secret -> secret.unusable(String.valueOf(exception.getMessage())))
          .orElseGet(() -> SourceFailures.of(oci).unreachable());
    }
  }

  private static String tag(String reference) {
    return reference.substring(reference.lastIndexOf(':') + 1);
  }
}

package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.operator.plan.ObjectName;
import java.util.Optional;

/**
 * What went wrong with a source, in a sentence for who wrote the service. Nothing that a server
 * said is in it: it would show what only the operator can reach. And it stays the same as long as
 * the same is wrong.
 *
 * @param field the source's fields
 * @param place the field that says where it is, and its value
 * @param named what was looked for there
 * @param server what kind of server it is
 * @param creation the command for a Secret with credentials
 * @param platform the platform's name
 * @param secret the Secret with the credentials
 */
record SourceFailures(
    String field,
    String place,
    String named,
    String server,
    String creation,
    String platform,
    Optional<ObjectName> secret) {

  static SourceFailures of(SourceKey key) {
    return switch (key) {
      case SourceKey.Git git ->
          new SourceFailures(
              "spec.source.git",
              "url " + git.url(),
              git.ref()
                  .map(ref ->
                      "spec.source.git.ref names %s, which is no branch or tag".formatted(ref))
                  .orElse("spec.source.git.ref is left out, and there is no HEAD"),
              "git server",
              "generic NAME --from-literal=username=… --from-literal=password=…",
              git.platform(),
              git.secret());
      case SourceKey.Oci oci ->
          new SourceFailures(
              "spec.source.oci",
              "reference " + oci.reference(),
              "spec.source.oci.reference has a tag that is not there",
              "registry",
              "docker-registry NAME --docker-server=… --docker-username=… --docker-password=…",
              oci.platform(),
              oci.secret());
    };
  }

  LookupFailure of(Fault fault) {
    return switch (fault) {
      case NO_SUCH_REPOSITORY ->
          failure(
              SourceReasons.NOT_FOUND,
              "%s.%s: there is no such repository%s; correct the address, or give %s.secretRef"
                  + " credentials that may read it",
              field,
              place,
              secret.isEmpty() ? " that can be seen without credentials" : " that they may see",
              field);
      case NO_SUCH_NAME ->
          failure(
              SourceReasons.NOT_FOUND, "%s (%s.%s); correct it, or push it", named, field, place);
      case REFUSED -> refused();
      case DISTRUSTED ->
          failure(
              SourceReasons.UNREACHABLE,
              "%s.%s: the %s's certificate is of no authority that is trusted here; have that"
                  + " authority added to spec.trustedCertificates of the PythonPlatform %s",
              field,
              place,
              server,
              platform);
      case FORBIDDEN ->
          failure(
              SourceReasons.INVALID,
              "%s.%s is, or leads to, an address that the operator does not ask for a service; name"
                  + " a %s that others reach, too",
              field,
              place,
              server);
      case UNREACHABLE, OTHER -> unreachable();
    };
  }

  LookupFailure unreachable() {
    return failure(
        SourceReasons.UNREACHABLE,
        "%s.%s: no %s answers there as it should; check the address, the server, network policies"
            + " and spec.proxy of the PythonPlatform %s",
        field,
        place,
        server,
        platform);
  }

  private LookupFailure refused() {
    return secret
        .map(named ->
            failure(
                SourceReasons.UNAUTHORIZED,
                "%s.%s: the %s refuses what the %s in namespace %s has; correct the Secret, or what"
                    + " its user may read",
                field,
                place,
                server,
                named,
                named.namespace()))
        .orElseGet(() ->
            failure(
                SourceReasons.UNAUTHORIZED,
                "%s.%s: the %s wants credentials, and %s.secretRef is left out; make a Secret with"
                    + " 'kubectl create secret %s', and name it there",
                field,
                place,
                server,
                field,
                creation));
  }

  private static LookupFailure failure(String reason, String message, Object... values) {
    return new LookupFailure(reason, message.formatted(values));
  }
}

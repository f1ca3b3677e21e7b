package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.SecretReference;
import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a source that can move. Services of one platform that ask the same with the
 * same Secret, or with none, share the answer.
 */
sealed interface SourceKey {

  /** The platform, which decides how the outside is reached. */
  String platform();

  /** The Secret with the credentials. */
  Optional<ObjectName> secret();

  /**
   * What a ref of a git repository stands for.
   *
   * @param ref branch or tag; none for the remote's HEAD
   */
  record Git(String platform, String url, Optional<String> ref, Optional<ObjectName> secret)
      implements SourceKey {}

  /** What the tag of an OCI artifact stands for. */
  record Oci(String platform, String reference, Optional<ObjectName> secret) implements SourceKey {}

  /**
   * What is to be asked for a service; nothing where its source cannot move or is no such place.
   */
  static Optional<SourceKey> of(PythonService service, PythonPlatform platform) {
    Source source = service.getSpec().source();
    if (SourceProblems.of(source).isPresent()) {
      return Optional.empty();
    }
    String name = platform.getMetadata().getName();
    String namespace = service.getMetadata().getNamespace();
    return Optional.ofNullable(source.git())
        .filter(git -> git.commit() == null)
        .<SourceKey>map(git ->
            new Git(
                name,
                git.url(),
                Optional.ofNullable(git.ref()),
                secret(namespace, git.secretRef())))
        .or(() ->
            Optional.ofNullable(source.oci())
                .filter(oci -> !oci.reference().contains("@"))
                .map(oci -> new Oci(name, oci.reference(), secret(namespace, oci.secretRef()))));
  }

  private static Optional<ObjectName> secret(
      String namespace, @Nullable SecretReference reference) {
    return Optional.ofNullable(reference)
        .map(named -> new ObjectName(Kind.SECRET, namespace, named.name()));
  }
}

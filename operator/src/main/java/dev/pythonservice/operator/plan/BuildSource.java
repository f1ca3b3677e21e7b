package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.SecretReference;
import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.api.v1alpha1.Source.Item;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a project comes from: exactly one of three where there is something to build, which the API
 * server has seen to.
 */
public sealed interface BuildSource {

  /** The project's folder within it. */
  String path();

  /** The Secret with the credentials, in the namespace of the service. */
  Optional<String> secret();

  /** The keys that this Secret must have; it has no others in a build's namespace. */
  List<String> secretKeys();

  /** The field that names the Secret. */
  String secretField();

  /** The source of a build. */
  static BuildSource of(Source source) {
    return Optional.ofNullable(source.git())
        .<BuildSource>map(git -> new Git(git.url(), pathOf(git.path()), nameOf(git.secretRef())))
        .or(() ->
            Optional.ofNullable(source.oci())
                .map(oci -> new Oci(oci.reference(), pathOf(oci.path()), nameOf(oci.secretRef()))))
        .or(() ->
            Optional.ofNullable(source.configMap())
                .map(files -> new Files(files.name(), files.items())))
        .orElseThrow(
            () -> new IllegalArgumentException("A source that is built has one of three kinds"));
  }

  private static String pathOf(@Nullable String path) {
    return Optional.ofNullable(path).orElse(".");
  }

  private static Optional<String> nameOf(@Nullable SecretReference secret) {
    return Optional.ofNullable(secret).map(SecretReference::name);
  }

  /**
   * A git repository.
   *
   * @param url where it is
   * @param path the project's folder
   * @param secret the Secret with user and password
   */
  record Git(String url, String path, Optional<String> secret) implements BuildSource {

    @Override
    public List<String> secretKeys() {
      return List.of("username", "password");
    }

    @Override
    public String secretField() {
      return "spec.source.git.secretRef";
    }
  }

  /**
   * An OCI artifact.
   *
   * @param reference the artifact, by tag or digest
   * @param path the project's folder
   * @param secret the Secret with the registry's credentials
   */
  record Oci(String reference, String path, Optional<String> secret) implements BuildSource {

    @Override
    public List<String> secretKeys() {
      return List.of(".dockerconfigjson");
    }

    @Override
    public String secretField() {
      return "spec.source.oci.secretRef";
    }
  }

  /**
   * A ConfigMap.
   *
   * @param configMap its name
   * @param items which keys become which files; all become files of their name where it is empty
   */
  record Files(String configMap, List<Item> items) implements BuildSource {

    public Files {
      items = List.copyOf(items);
    }

    @Override
    public String path() {
      return ".";
    }

    @Override
    public Optional<String> secret() {
      return Optional.empty();
    }

    @Override
    public List<String> secretKeys() {
      return List.of();
    }

    @Override
    public String secretField() {
      return "spec.source.configMap";
    }
  }
}

package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Runtime;
import dev.pythonservice.api.v1alpha1.Source.Item;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether an attempt may start with what there is. A build is normally the operator's own; but
 * whoever may write one must not thereby use another platform's credentials, push over another
 * service's image, or bring a base image that the platform does not have.
 */
public final class MaterialDecisions {

  private static final List<Function<BuildOrder, Optional<Failure>>> QUESTIONS =
      List.of(
          MaterialDecisions::platformIsTheNamespaces,
          MaterialDecisions::repositoryIsItsOwn,
          MaterialDecisions::baseImageIsThePlatforms,
          MaterialDecisions::previewedImageIsItsOwn,
          MaterialDecisions::credentialsExist,
          MaterialDecisions::filesExist,
          MaterialDecisions::filesAreOfTheRevision);

  private MaterialDecisions() {}

  /** What stands against starting; empty when nothing does. */
  public static Optional<Failure> objection(BuildOrder order) {
    return QUESTIONS.stream()
        .map(question -> question.apply(order))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Failure> platformIsTheNamespaces(BuildOrder order) {
    PlatformChoice choice = order.materials().choice();
    String named = order.build().getSpec().platform();
    return choice.platform().equals(named)
        ? Optional.empty()
        : policy(
            ("spec.platform names the PythonPlatform %s, but namespace %s uses %s; the platform"
                    + " team chooses with the namespace's label %s")
                .formatted(named, choice.namespace(), choice.platform(), PlatformChoice.LABEL));
  }

  private static Optional<Failure> repositoryIsItsOwn(BuildOrder order) {
    PythonBuildSpec spec = order.build().getSpec();
    String own =
        "%s/%s/%s"
            .formatted(
                order.platform().getSpec().registry().repository(),
                order.build().getMetadata().getNamespace(),
                spec.service());
    return spec.repository().equals(own)
        ? Optional.empty()
        : policy(
            "spec.repository is %s, but images of this service go to %s; let the operator make the build from the PythonService"
                .formatted(spec.repository(), own));
  }

  private static Optional<Failure> baseImageIsThePlatforms(BuildOrder order) {
    PythonBuildSpec spec = order.build().getSpec();
    String repository = repositoryOf(spec.baseImage());
    boolean isKnown =
        order.platform().getSpec().runtimes().stream()
            .filter(runtime -> runtime.python().equals(spec.python()))
            .filter(runtime -> runtime.libc() == spec.libc())
            .map(Runtime::image)
            .anyMatch(image -> repositoryOf(image).equals(repository));
    return isKnown
        ? Optional.empty()
        : policy(
            ("spec.baseImage is of %s, which is no runtime of the PythonPlatform %s for Python %s"
                    + " with %s; the operator makes a new build on the one that the platform has"
                    + " now")
                .formatted(repository, spec.platform(), spec.python(), spec.libc()));
  }

  /** Type checkers quote packages, and those of other services are not for whoever writes this. */
  private static Optional<Failure> previewedImageIsItsOwn(BuildOrder order) {
    PythonBuildSpec spec = order.build().getSpec();
    return order
        .previews()
        .map(Preview::image)
        .filter(image -> !image.startsWith(spec.repository() + "@"))
        .flatMap(image ->
            policy(
                "spec.preview.image is %s, which is not in spec.repository, %s; leave it to the operator to make such a build"
                    .formatted(image, spec.repository())));
  }

  private static Optional<Failure> credentialsExist(BuildOrder order) {
    BuildSource source = order.source();
    String namespace = order.build().getMetadata().getNamespace();
    return source
        .secret()
        .flatMap(name ->
            order
                .materials()
                .credentials()
                .map(secret -> missingKey(source, name, keysOf(secret), namespace))
                .orElseGet(() ->
                    input(
                        "%s names the Secret %s, which is not in namespace %s; create it with the keys %s"
                            .formatted(
                                source.secretField(),
                                name,
                                namespace,
                                String.join(" and ", source.secretKeys())))));
  }

  private static Optional<Failure> missingKey(
      BuildSource source, String name, Set<String> keys, String namespace) {
    return source.secretKeys().stream()
        .filter(key -> !keys.contains(key))
        .findFirst()
        .flatMap(key ->
            input(
                "%s needs the key %s, which the Secret %s in namespace %s does not have; it has %s: add the key"
                    .formatted(source.secretField(), key, name, namespace, list(keys))));
  }

  private static Optional<Failure> filesExist(BuildOrder order) {
    return order.source() instanceof BuildSource.Files files
        ? order
            .materials()
            .files()
            .map(present -> missingFile(files, keysOf(present), order))
            .orElseGet(() ->
                input(
                    "spec.source.configMap names the ConfigMap %s, which is not in namespace %s; create it"
                        .formatted(files.configMap(), order.build().getMetadata().getNamespace())))
        : Optional.empty();
  }

  private static Optional<Failure> missingFile(
      BuildSource.Files files, Set<String> keys, BuildOrder order) {
    return files.items().stream()
        .map(Item::key)
        .filter(key -> !keys.contains(key))
        .findFirst()
        .flatMap(key ->
            input(
                "spec.source.configMap.items needs the key %s, which the ConfigMap %s in namespace %s does not have; it has %s: add the key, or remove the item"
                    .formatted(
                        key,
                        files.configMap(),
                        order.build().getMetadata().getNamespace(),
                        list(keys))));
  }

  /** Between the look-up and the build somebody may have changed them. */
  private static Optional<Failure> filesAreOfTheRevision(BuildOrder order) {
    PythonBuildSpec spec = order.build().getSpec();
    return Optional.ofNullable(spec.source().configMap())
        .flatMap(source ->
            order
                .materials()
                .files()
                .map(files -> ConfigMapRevision.of(source, ConfigMapRevision.digests(files)))
                .filter(present -> !present.equals(spec.revision()))
                .flatMap(present ->
                    input(
                        "spec.revision is %s, but the ConfigMap %s in namespace %s now has %s; the operator makes a new build of that"
                            .formatted(
                                spec.revision(),
                                source.name(),
                                order.build().getMetadata().getNamespace(),
                                present))));
  }

  private static Set<String> keysOf(Secret secret) {
    return keysOf(Stream.of(Optional.ofNullable(secret.getData())));
  }

  private static Set<String> keysOf(ConfigMap files) {
    return keysOf(
        Stream.of(
            Optional.ofNullable(files.getData()), Optional.ofNullable(files.getBinaryData())));
  }

  private static Set<String> keysOf(Stream<Optional<Map<String, String>>> data) {
    Set<String> keys = new TreeSet<>();
    data.flatMap(Optional::stream).forEach(entries -> keys.addAll(entries.keySet()));
    return keys;
  }

  private static String list(Set<String> keys) {
    return keys.isEmpty() ? "none" : String.join(", ", keys);
  }

  /** An image's name without tag and digest; a colon before the last slash is of a port. */
  private static String repositoryOf(String image) {
    String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }

  private static Optional<Failure> policy(String message) {
    return Optional.of(new Failure(Reason.Policy, message));
  }

  private static Optional<Failure> input(String message) {
    return Optional.of(new Failure(Reason.Input, message));
  }
}

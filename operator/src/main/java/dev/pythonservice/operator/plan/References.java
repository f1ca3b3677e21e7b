package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.Metrics;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Index;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Registry;
import dev.pythonservice.api.v1alpha1.Signing;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets and ConfigMaps that a platform names. Left out is {@code registry.pullSecretRef}: it
 * stands for a Secret in each service's namespace, where the operator reads no Secrets; the kubelet
 * reports when it is missing.
 */
public final class References {

  /**
   * The key of a Secret of type {@code kubernetes.io/dockerconfigjson}.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets">Docker
   *     config Secrets</a>
   */
  private static final String REGISTRY_KEY = ".dockerconfigjson";

  private static final List<String> INDEX_KEYS = List.of("username", "password");

  /** As 'cosign generate-key-pair k8s://…' calls it. */
  private static final String SIGNING_KEY = "cosign.key";

  private References() {}

  /** All of them, in the order of the fields. */
  public static List<Reference> of(PythonPlatformSpec spec, OperatorScope scope) {
    String builds = scope.buildNamespaceOf(spec);
    return Stream.of(
            ofRegistry(spec.registry(), builds),
            spec.indexes().stream().flatMap(index -> ofIndex(index, builds)),
            ofCertificates(spec.trustedCertificates(), builds),
            ofSigning(spec.signing(), builds),
            ofMetrics(spec.metrics(), scope.namespace()))
        .flatMap(references -> references)
        .toList();
  }

  private static Stream<Reference> ofRegistry(Registry registry, String namespace) {
    return Optional.ofNullable(registry.pushSecretRef()).stream()
        .map(secret -> new ObjectName(Kind.SECRET, namespace, secret.name()))
        .map(secret ->
            new Reference(
                "spec.registry.pushSecretRef",
                secret,
                List.of(REGISTRY_KEY),
                create("secret docker-registry", secret)
                    + " --docker-server=%s --docker-username=… --docker-password=…"
                        .formatted(hostOf(registry))));
  }

  private static Stream<Reference> ofIndex(Index index, String namespace) {
    return Optional.ofNullable(index.secretRef()).stream()
        .map(secret -> new ObjectName(Kind.SECRET, namespace, secret.name()))
        .map(secret ->
            new Reference(
                "spec.indexes[%s].secretRef".formatted(index.name()),
                secret,
                INDEX_KEYS,
                create("secret generic", secret)
                    + " --from-literal=username=… --from-literal=password=…"));
  }

  private static Stream<Reference> ofCertificates(
      List<CertificateSource> sources, String namespace) {
    return IntStream.range(0, sources.size())
        .boxed()
        .flatMap(index ->
            ofCertificate(
                sources.get(index), "spec.trustedCertificates[%d]".formatted(index), namespace));
  }

  private static Stream<Reference> ofSigning(@Nullable Signing signing, String namespace) {
    return Optional.ofNullable(signing)
        .flatMap(key -> Optional.ofNullable(key.keySecretRef()))
        .map(secret -> new ObjectName(Kind.SECRET, namespace, secret.name()))
        .map(secret ->
            new Reference(
                "spec.signing.keySecretRef",
                secret,
                List.of(SIGNING_KEY),
                create("secret generic", secret) + " --from-file=cosign.key=…"))
        .stream();
  }

  private static Stream<Reference> ofMetrics(@Nullable Metrics metrics, String namespace) {
    return Optional.ofNullable(metrics).stream()
        .flatMap(source -> Optional.ofNullable(source.prometheus()).stream())
        .flatMap(prometheus -> ofPrometheus(prometheus, namespace));
  }

  private static Stream<Reference> ofPrometheus(Metrics.Prometheus prometheus, String namespace) {
    String field = "spec.metrics.prometheus";
    return Stream.concat(
        Optional.ofNullable(prometheus.tokenSecretKeyRef()).stream()
            .map(key -> ofKey(field + ".tokenSecretKeyRef", Kind.SECRET, namespace, key)),
        Optional.ofNullable(prometheus.trustedCertificates()).stream()
            .flatMap(source -> ofCertificate(source, field + ".trustedCertificates", namespace)));
  }

  private static Stream<Reference> ofCertificate(
      CertificateSource source, String field, String namespace) {
    return Stream.concat(
        Optional.ofNullable(source.configMapKeyRef()).stream()
            .map(key -> ofKey(field + ".configMapKeyRef", Kind.CONFIG_MAP, namespace, key)),
        Optional.ofNullable(source.secretKeyRef()).stream()
            .map(key -> ofKey(field + ".secretKeyRef", Kind.SECRET, namespace, key)));
  }

  private static Reference ofKey(String field, Kind kind, String namespace, KeyReference key) {
    ObjectName object = new ObjectName(kind, namespace, key.name());
    String what = kind == Kind.SECRET ? "secret generic" : "configmap";
    return new Reference(
        field,
        object,
        List.of(key.key()),
        create(what, object) + " --from-file=%s=…".formatted(key.key()));
  }

  private static String create(String what, ObjectName object) {
    return "kubectl create %s %s --namespace %s".formatted(what, object.name(), object.namespace());
  }

  private static String hostOf(Registry registry) {
    String repository = registry.repository();
    return repository.substring(0, repository.indexOf('/'));
  }
}

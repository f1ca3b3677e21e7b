package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Proxy;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Registry;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.plan.OperatorScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a platform decides how the outside is reached.
 *
 * @param platform the platform's name
 * @param buildNamespace where the objects are that it names
 * @param certificates trusted beside the public ones
 * @param proxy its proxies
 * @param plainRegistries registries that speak HTTP without TLS
 * @param interval how often things that move are looked up
 */
record Surroundings(
    String platform,
    String buildNamespace,
    List<CertificateSource> certificates,
    Optional<Proxy> proxy,
    Set<String> plainRegistries,
    Duration interval) {

  /** The API's documented default of {@code builds.sourcePollSeconds}. */
  private static final int USUAL_SECONDS = 60;

  Surroundings {
    certificates = List.copyOf(certificates);
    plainRegistries = Set.copyOf(plainRegistries);
  }

  static Surroundings of(PythonPlatform platform, OperatorScope scope) {
    PythonPlatformSpec spec = platform.getSpec();
    int seconds =
        Optional.ofNullable(spec.builds()).map(Builds::sourcePollSeconds).orElse(USUAL_SECONDS);
    return new Surroundings(
        platform.getMetadata().getName(),
        scope.buildNamespaceOf(spec),
        spec.trustedCertificates(),
        Optional.ofNullable(spec.proxy()),
        plain(spec.registry()),
        Duration.ofSeconds(seconds));
  }

  /** The Secret with the credentials of a platform's registry, where it names one. */
  Optional<ObjectName> pushSecret(PythonPlatform platformObject) {
    return Optional.ofNullable(platformObject.getSpec().registry().pushSecretRef())
        .map(secret -> new ObjectName(Kind.SECRET, buildNamespace, secret.name()));
  }

  private static Set<String> plain(Registry registry) {
    return registry.scheme() == Registry.Scheme.HTTP
        ? Set.of(registry.repository().substring(0, registry.repository().indexOf('/')))
        : Set.of();
  }
}

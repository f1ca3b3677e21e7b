package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Proxy;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Destinations;
import dev.pythonservice.builder.registry.Outside;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outside as each platform sees it. Connections are shared; certificates, which are no secret,
 * are read again once in an interval.
 */
@Singleton
public final class Outsides {

  /** How long a server may be silent. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** The cluster's own names, which no proxy outside knows. */
  private static final List<String> OWN_NAMES = List.of(".svc", ".cluster.local");

  private final ClusterReads reads;
  private final RefusedSources refused;
  private final Clock clock;
  private final Map<Key, Made> made = new ConcurrentHashMap<>();

  Outsides(ClusterReads reads, RefusedSources refused, Clock clock) {
    this.reads = reads;
    this.refused = refused;
    this.clock = clock;
  }

  /** Who chose the address that is asked. */
  enum Chooser {
    /** Whoever writes a service: some addresses are refused. */
    SERVICE,
    /** The platform team, who may reach what the operator may. */
    PLATFORM
  }

  private record Key(String platform, Chooser chooser) {}

  private record Made(
      Surroundings surroundings, List<String> certificates, Instant readAt, Outside outside) {}

  /**
   * The outside as a platform sees it.
   *
   * @param reason the reason of the failure
   * @throws LookupFailure when its certificates cannot be read
   */
  Outside of(Surroundings surroundings, Chooser chooser, String reason) {
    Key key = new Key(surroundings.platform(), chooser);
    Instant now = clock.instant();
    Optional<Made> before =
        Optional.ofNullable(made.get(key)).filter(old -> old.surroundings().equals(surroundings));
    if (before.filter(old -> old.readAt().plus(surroundings.interval()).isAfter(now)).isPresent()) {
      return before.get().outside();
    }
    List<String> certificates = certificates(surroundings, reason);
    Outside outside =
        before
            .filter(old -> old.certificates().equals(certificates))
            .map(Made::outside)
            .orElseGet(() -> make(surroundings, chooser, certificates, reason));
    made.put(key, new Made(surroundings, certificates, now, outside));
    return outside;
  }

  private Outside make(
      Surroundings surroundings, Chooser chooser, List<String> certificates, String reason) {
    try {
      ProxySettings proxies = ProxySettings.of(variables(surroundings.proxy()));
      Destinations destinations =
          chooser == Chooser.PLATFORM ? Destinations.ANYWHERE : refused.behind(proxies);
      return Outside.of(certificates, proxies, destinations, SILENCE);
    } catch (CertificateException exception) {
      throw new LookupFailure(
          reason,
          ("spec.trustedCertificates of the PythonPlatform %s names something that is no"
                  + " certificate in PEM form; correct it")
              .formatted(surroundings.platform()));
    } catch (BuildFailure failure) {
      throw new LookupFailure(
          reason,
          ("spec.proxy of the PythonPlatform %s cannot be used; write proxies as"
                  + " http://proxy.example:3128")
              .formatted(surroundings.platform()));
    }
  }

  private static Map<String, String> variables(Optional<Proxy> proxy) {
    Map<String, String> variables = new HashMap<>();
    proxy.ifPresent(given -> {
      Optional.ofNullable(given.http()).ifPresent(http -> variables.put("HTTP_PROXY", http));
      Optional.ofNullable(given.https()).ifPresent(https -> variables.put("HTTPS_PROXY", https));
      Set<String> direct = new LinkedHashSet<>(OWN_NAMES);
      direct.addAll(given.noProxy());
      variables.put("NO_PROXY", String.join(",", direct));
    });
    return variables;
  }

  private List<String> certificates(Surroundings surroundings, String reason) {
    List<String> certificates = new ArrayList<>();
    for (CertificateSource source : surroundings.certificates()) {
      certificates.add(certificate(source, surroundings, reason));
    }
    return certificates;
  }

  private String certificate(CertificateSource source, Surroundings surroundings, String reason) {
    try {
      Optional<String> found =
          Optional.ofNullable(source.configMapKeyRef())
              .flatMap(reference -> inConfigMap(reference, surroundings))
              .or(() ->
                  Optional.ofNullable(source.secretKeyRef())
                      .flatMap(reference -> inSecret(reference, surroundings)));
      return found.orElseThrow(() -> unread(surroundings, reason, "is not there"));
    } catch (KubernetesClientException exception) {
      throw unread(surroundings, reason, "cannot be read by the operator");
    }
  }

  private Optional<String> inConfigMap(KeyReference reference, Surroundings surroundings) {
    return reads
        .configMap(new ObjectName(Kind.CONFIG_MAP, surroundings.buildNamespace(), reference.name()))
        .map(ConfigMap::getData)
        .map(data -> data.get(reference.key()));
  }

  private Optional<String> inSecret(KeyReference reference, Surroundings surroundings) {
    return reads
        .secret(new ObjectName(Kind.SECRET, surroundings.buildNamespace(), reference.name()))
        .map(Secret::getData)
        .map(data -> data.get(reference.key()))
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }

  private static LookupFailure unread(Surroundings surroundings, String reason, String what) {
    return new LookupFailure(
        reason,
        ("An object that spec.trustedCertificates of the PythonPlatform %s names %s; look at the"
                + " platform's condition, and at the operator's rights in namespace %s")
            .formatted(surroundings.platform(), what, surroundings.buildNamespace()));
  }
}

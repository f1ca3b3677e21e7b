package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.Metrics.Prometheus;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.plan.ReleaseFigures;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the Prometheus of a platform how a service's releases do.
 *
 * @param service the service
 * @param platform the platform's name
 * @param namespace the operator's namespace, where the server's token and certificates are
 * @param settings what the platform says of the server
 * @param servers the servers, whose connections are shared
 * @param reads reads Secrets and ConfigMaps
 * @param nodes the architecture of a node, by its name
 */
record PrometheusReading(
    ResourceID service,
    String platform,
    String namespace,
    Prometheus settings,
    PrometheusServers servers,
    ClusterReads reads,
    Function<String, Optional<Architecture>> nodes) {

  private static final String UNREACHABLE = "PrometheusUnreachable";
  private static final String FIELD = "spec.metrics.prometheus";

  /**
   * The figures, by build.
   *
   * @throws LookupFailure when the server does not give them
   */
  Map<String, ReleaseFigures> ask() {
    PrometheusServer server = servers.of(settings.url(), certificates(), token(), this::noTrust);
    try {
      return new PrometheusFigures(server, new ServiceSeries(service), nodes).ask();
    } catch (PrometheusServer.Refused refused) {
      throw failure(
          "PrometheusRefused",
          "refuses the operator (%s); correct tokenSecretKeyRef, or the server's rules"
              .formatted(refused.getMessage()));
    } catch (IOException problem) {
      throw failure(
          UNREACHABLE,
          "does not answer as Prometheus does (%s); correct the address, or see to the server"
              .formatted(reason(problem)));
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      throw tooLate();
    }
  }

  /** The failure to be told when it took too long. */
  LookupFailure tooLate() {
    return failure(UNREACHABLE, "takes too long to answer; see to the server");
  }

  private LookupFailure noTrust() {
    return failure(UNREACHABLE, "has trustedCertificates that are none in PEM form; correct them");
  }

  private LookupFailure failure(String reason, String what) {
    return new LookupFailure(
        reason,
        "%s.url of the PythonPlatform %s, %s, %s".formatted(FIELD, platform, settings.url(), what));
  }

  /** Without the addresses and counters that some messages have: they would differ each time. */
  private static String reason(IOException problem) {
    return Optional.ofNullable(problem.getMessage())
        .filter(message -> message.length() < 80 && message.chars().noneMatch(c -> c == '@'))
        .orElse("there is no connection");
  }

  private Optional<String> token() {
    return Optional.ofNullable(settings.tokenSecretKeyRef())
        .map(reference ->
            new SecretValues(
                    reads,
                    FIELD + ".tokenSecretKeyRef",
                    new ObjectName(Kind.SECRET, namespace, reference.name()),
                    "PrometheusRefused")
                .text(reference.key()));
  }

  private Optional<String> certificates() {
    return Optional.ofNullable(settings.trustedCertificates()).map(this::certificates);
  }

  private String certificates(CertificateSource source) {
    return Optional.ofNullable(source.secretKeyRef())
        .map(reference ->
            new SecretValues(
                    reads,
                    FIELD + ".trustedCertificates",
                    new ObjectName(Kind.SECRET, namespace, reference.name()),
                    UNREACHABLE)
                .text(reference.key()))
        .or(() -> Optional.ofNullable(source.configMapKeyRef()).flatMap(this::inConfigMap))
        .orElseThrow(() ->
            failure(
                UNREACHABLE,
                "has trustedCertificates that are not in namespace %s; create them there"
                    .formatted(namespace)));
  }

  private Optional<String> inConfigMap(KeyReference reference) {
    try {
      return reads
          .configMap(new ObjectName(Kind.CONFIG_MAP, namespace, reference.name()))
          .map(ConfigMap::getData)
          .map(data -> data.get(reference.key()));
    } catch (KubernetesClientException unreadable) {
      return Optional.empty();
    }
  }
}

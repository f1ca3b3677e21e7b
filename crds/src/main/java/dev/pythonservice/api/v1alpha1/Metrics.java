package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator reads measurements: exactly one of {@code prometheus} and {@code pods}.
 *
 * @param prometheus A server with the query API of Prometheus.
 * @param pods The pods themselves, read by the operator; for clusters without a metrics server.
 * @param dashboard Where the figures of one service can be looked at. Default: nowhere.
 */
@ApiObject
@ValidationRule(
    value = "has(self.prometheus) != has(self.pods)",
    message =
        "metrics must have exactly one of prometheus and pods; for pods without settings write"
            + " pods: {}")
public record Metrics(
    @Nullable Prometheus prometheus, @Nullable Pods pods, @Nullable Dashboard dashboard) {

  /**
   * A server with the query API of Prometheus: Prometheus, Thanos, Mimir, VictoriaMetrics.
   *
   * @param url Its address. Example: {@code http://prometheus.monitoring:9090}.
   * @param tokenSecretKeyRef Key of a Secret in the operator's namespace with a bearer token.
   *     Default: none.
   * @param trustedCertificates Certificates in PEM form to trust, from the operator's namespace.
   *     Default: the public ones.
   */
  @ApiObject
  @ValidationRule(
      value = "self.url.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".url",
      message =
          "url must be an http or https address without user name and password, such as"
              + " http://prometheus.monitoring:9090; a token goes into tokenSecretKeyRef")
  public record Prometheus(
      @Required @Size(min = 1, max = 2048) String url,
      @Nullable @Atomic KeyReference tokenSecretKeyRef,
      PythonPlatformSpec.@Nullable CertificateSource trustedCertificates) {}

  /**
   * Reading the pods.
   *
   * @param intervalSeconds How often a pod is read, in seconds. Default: 30.
   * @param maxPodsPerService How many pods of a service are read; figures of larger services are
   *     estimated from them. Default: 10.
   */
  @ApiObject
  public record Pods(
      @Nullable @Min(5) @Max(3600) Integer intervalSeconds,
      @Nullable @Min(1) @Max(100) Integer maxPodsPerService) {}

  /**
   * A dashboard of one service.
   *
   * @param url Its address, which each service's {@code status.dashboard} has; {@code {namespace}}
   *     and {@code {service}} in it stand for the service's. Example: {@code
   *     https://grafana.example.com/d/pythonservice-service?var-namespace={namespace}&var-service={service}}.
   */
  @ApiObject
  @ValidationRule(
      value =
          "self.url.matches('^https?://[^\\\\s/@?#]+/[^\\\\s]*$') &&"
              + " self.url.contains('{service}')",
      fieldPath = ".url",
      message =
          "url must be an http or https address with {service} in it, such as"
              + " https://grafana.example.com/d/pythonservice-service?var-namespace={namespace}&var-service={service}")
  public record Dashboard(@Required @Size(min = 1, max = 1024) String url) {}
}

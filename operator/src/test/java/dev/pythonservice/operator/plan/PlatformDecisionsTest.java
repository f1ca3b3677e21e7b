package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.support.Yaml;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A platform")
final class PlatformDecisionsTest {

  private static final OperatorScope SCOPE =
      new OperatorScope("operators", new TreeSet<>(Set.of("builds")));

  private static final String PUSH_SECRET =
      """
      registry: {repository: "registry.example:5000/python", pushSecretRef: {name: registry-push}}
      """;

  private static final String INDEX_SECRET =
      """
      indexes:
      - {name: public, url: "https://pypi.org/simple"}
      - {name: company, url: "https://pypi.example/simple", packages: [company-*], secretRef: {name: index}}
      """;

  private static final String TRUSTED =
      """
      trustedCertificates:
      - configMapKeyRef: {name: company-ca, key: ca.crt}
      - secretKeyRef: {name: partner-ca, key: tls.crt}
      """;

  private static final String PROMETHEUS =
      """
      metrics:
        prometheus:
          url: http://prometheus.monitoring:9090
          tokenSecretKeyRef: {name: prometheus, key: token}
      """;

  private static final String SIGNING = "signing: {keySecretRef: {name: image-signing}}\n";

  static Stream<Arguments> platforms() {
    return Stream.of(
        arguments(
            "that names nothing is ready", "", Map.of(), "ReferencesFound", "Every Secret and"),
        arguments(
            "whose push Secret is missing says how to create it",
            PUSH_SECRET,
            Map.of(),
            "SecretNotFound",
            "spec.registry.pushSecretRef names the Secret registry-push, which is not in namespace"
                + " operators; create it with 'kubectl create secret docker-registry registry-push"
                + " --namespace operators --docker-server=registry.example:5000"
                + " --docker-username=… --docker-password=…'"),
        arguments(
            "whose push Secret is there is ready",
            PUSH_SECRET,
            Map.of(secret("operators", "registry-push"), Set.of(".dockerconfigjson")),
            "ReferencesFound",
            ""),
        arguments(
            "whose push Secret is in another namespace is not ready",
            PUSH_SECRET,
            Map.of(secret("builds", "registry-push"), Set.of(".dockerconfigjson")),
            "SecretNotFound",
            "is not in namespace operators"),
        arguments(
            "looks for its Secrets in its build namespace",
            PUSH_SECRET + "builds: {namespace: builds}\n",
            Map.of(secret("builds", "registry-push"), Set.of(".dockerconfigjson")),
            "ReferencesFound",
            ""),
        arguments(
            "with a build namespace that the operator does not serve names those that it serves",
            "builds: {namespace: elsewhere}\n",
            Map.of(),
            "BuildNamespaceNotServed",
            "spec.builds.namespace names elsewhere, where this operator does not work; name one of"
                + " builds, operators, or add elsewhere to the operator's setting"
                + " pythonservice.build-namespaces"),
        arguments(
            "whose index Secret lacks a key says which keys it has",
            INDEX_SECRET,
            Map.of(secret("operators", "index"), Set.of("username", "token")),
            "KeyNotFound",
            "spec.indexes[company].secretRef needs the key password, which the Secret index in"
                + " namespace operators does not have; it has token, username: add the key"),
        arguments(
            "whose index Secret is empty says that it has none",
            INDEX_SECRET,
            Map.of(secret("operators", "index"), Set.of()),
            "KeyNotFound",
            "it has none"),
        arguments(
            "whose index Secret is missing says how to create it",
            INDEX_SECRET,
            Map.of(),
            "SecretNotFound",
            "create it with 'kubectl create secret generic index --namespace operators"
                + " --from-literal=username=… --from-literal=password=…'"),
        arguments(
            "does not take a Secret for a ConfigMap of the same name",
            TRUSTED,
            Map.of(secret("operators", "company-ca"), Set.of("ca.crt")),
            "ConfigMapNotFound",
            "spec.trustedCertificates[0].configMapKeyRef names the ConfigMap company-ca, which is"
                + " not in namespace operators; create it with 'kubectl create configmap company-ca"
                + " --namespace operators --from-file=ca.crt=…'"),
        arguments(
            "is told of its second certificate once the first is there",
            TRUSTED,
            Map.of(configMap("operators", "company-ca"), Set.of("ca.crt")),
            "SecretNotFound",
            "spec.trustedCertificates[1].secretKeyRef names the Secret partner-ca"),
        arguments(
            "whose signing key is missing says how to create it, in its build namespace",
            SIGNING + "builds: {namespace: builds}\n",
            Map.of(),
            "SecretNotFound",
            "spec.signing.keySecretRef names the Secret image-signing, which is not in namespace"
                + " builds; create it with 'kubectl create secret generic image-signing"
                + " --namespace builds --from-file=cosign.key=…'"),
        arguments(
            "whose Secret for signing has no private key is told its name",
            SIGNING,
            Map.of(secret("operators", "image-signing"), Set.of("cosign.pub")),
            "KeyNotFound",
            "spec.signing.keySecretRef needs the key cosign.key"),
        arguments(
            "looks for the token of Prometheus in the operator's namespace, wherever it builds",
            PROMETHEUS + "builds: {namespace: builds}\n",
            Map.of(secret("builds", "prometheus"), Set.of("token")),
            "SecretNotFound",
            "spec.metrics.prometheus.tokenSecretKeyRef names the Secret prometheus, which is not in"
                + " namespace operators"),
        arguments(
            "does not ask for the Secret that services pull with: it is in their namespaces",
            "registry: {repository: registry.example/python, pullSecretRef: {name: pull}}\n",
            Map.of(),
            "ReferencesFound",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("platforms")
  void isDecidedOn(
      String name, String spec, Map<ObjectName, Set<String>> there, String reason, String message) {
    Verdict verdict =
        PlatformDecisions.decide(new PlatformInputs(Yaml.platformSpec(spec), SCOPE, there));

    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message);
    assertThat(verdict.outlook())
        .isEqualTo(reason.equals("ReferencesFound") ? Outlook.READY : Outlook.STALLED);
  }

  private static ObjectName secret(String namespace, String name) {
    return new ObjectName(Kind.SECRET, namespace, name);
  }

  private static ObjectName configMap(String namespace, String name) {
    return new ObjectName(Kind.CONFIG_MAP, namespace, name);
  }
}

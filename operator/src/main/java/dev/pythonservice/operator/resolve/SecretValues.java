package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.operator.plan.ObjectName;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Values of the Secret that a field names, read with one request when they are needed and kept by
 * nobody.
 *
 * @param reads reads Secrets
 * @param field the field's path
 * @param secret the Secret
 * @param reason the reason of the failure when it is of no use
 */
record SecretValues(ClusterReads reads, String field, ObjectName secret, String reason) {

  /** The key of a Secret of type {@code kubernetes.io/dockerconfigjson}. */
  private static final String REGISTRY_KEY = ".dockerconfigjson";

  /**
   * User and password, or a token as password, for a git server.
   *
   * @throws LookupFailure when they cannot be read
   */
  Credentials userAndPassword() {
    Map<String, String> data =
        data("generic %s --from-literal=username=… --from-literal=password=…");
    return new Credentials(
        new String(value(data, "username"), StandardCharsets.UTF_8).strip(),
        new String(value(data, "password"), StandardCharsets.UTF_8).strip());
  }

  /**
   * What stands under a key, as text without white space around it.
   *
   * @throws LookupFailure when it cannot be read
   */
  String text(String key) {
    byte[] value = value(data("generic %s --from-literal=" + key + "=…"), key);
    return new String(value, StandardCharsets.UTF_8).strip();
  }

  /**
   * Docker's {@code config.json} for registries.
   *
   * @throws LookupFailure when it cannot be read
   */
  byte[] registryConfiguration() {
    return value(
        data("docker-registry %s --docker-server=… --docker-username=… --docker-password=…"),
        REGISTRY_KEY);
  }

  /** The failure when a registry's configuration is none. */
  LookupFailure unusable(String what) {
    return failure(
        "%s names the %s in namespace %s, whose key %s cannot be used: %s; write it with 'kubectl"
            + " create secret docker-registry'",
        field, secret, secret.namespace(), REGISTRY_KEY, what);
  }

  private Map<String, String> data(String creation) {
    return read()
        .map(found -> Optional.ofNullable(found.getData()).orElse(Map.of()))
        .orElseThrow(() ->
            failure(
                "%s names the %s, which is not in namespace %s; create it with 'kubectl create"
                    + " secret %s --namespace %s'",
                field,
                secret,
                secret.namespace(),
                creation.formatted(secret.name()),
                secret.namespace()));
  }

  private Optional<Secret> read() {
    try {
      return reads.secret(secret);
    } catch (KubernetesClientException exception) {
      throw exception.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? failure(
              "%s names the %s in namespace %s, which the operator may not read; grant its service"
                  + " account 'get' on that Secret with a Role and a RoleBinding",
              field, secret, secret.namespace())
          : failure(
              "%s names the %s in namespace %s, which cannot be read at the moment; the API server"
                  + " does not answer as it should",
              field, secret, secret.namespace());
    }
  }

  private byte[] value(Map<String, String> data, String key) {
    if (!data.containsKey(key)) {
      String present = String.join(", ", new TreeSet<>(data.keySet()));
      throw failure(
          "%s needs the key %s, which the %s in namespace %s does not have; it has %s: add the key",
          field, key, secret, secret.namespace(), present.isEmpty() ? "none" : present);
    }
    return Base64.getDecoder().decode(data.get(key));
  }

  private LookupFailure failure(String message, Object... values) {
    return new LookupFailure(reason, message.formatted(values));
  }
}

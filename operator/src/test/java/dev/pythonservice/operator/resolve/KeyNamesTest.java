package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The store of an informer on Secrets or ConfigMaps")
final class KeyNamesTest {

  @Test
  @DisplayName("keeps a Secret's identity and keys, and nothing that could hold a value")
  void forgetsValuesOfSecrets() {
    ItemStore<Secret> store = KeyNames.ofSecrets();
    Secret applied =
        Yaml.object(
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: index
              namespace: builds
              uid: 6f3c
              resourceVersion: "41"
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"aHVudGVyMg=="}}'
              managedFields: [{manager: kubectl, fieldsV1: {"f:data": {"f:password": {}}}}]
            data: {username: YWRh, password: aHVudGVyMg==}
            stringData: {token: hunter2}
            """,
            Secret.class);

    store.put(store.getKey(applied), applied);

    Secret kept = store.get("builds/index");
    assertThat(KeyNames.in(kept)).containsExactly("password", "username");
    assertThat(kept.getMetadata().getUid()).isEqualTo("6f3c");
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("41");
    assertThat(Yaml.of(kept)).doesNotContain("aHVudGVyMg==", "hunter2", "YWRh", "annotations");
  }

  @Test
  @DisplayName("keeps a ConfigMap's keys, text and binary")
  void forgetsValuesOfConfigMaps() {
    ItemStore<ConfigMap> store = KeyNames.ofConfigMaps();
    ConfigMap applied =
        Yaml.object(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: company-ca, namespace: builds}
            data: {ca.crt: certificate}
            binaryData: {ca.der: AAEC}
            """,
            ConfigMap.class);

    store.put(store.getKey(applied), applied);

    ConfigMap kept = store.get("builds/company-ca");
    assertThat(KeyNames.in(kept)).containsExactly("ca.crt", "ca.der");
    assertThat(Yaml.of(kept)).doesNotContain("certificate", "AAEC");
  }

  @Test
  @DisplayName("knows an object without data as one without keys")
  void knowsEmptyObjects() {
    Secret empty =
        Yaml.object("apiVersion: v1\nkind: Secret\nmetadata: {name: empty}\n", Secret.class);

    assertThat(KeyNames.in(empty)).isEmpty();
  }
}

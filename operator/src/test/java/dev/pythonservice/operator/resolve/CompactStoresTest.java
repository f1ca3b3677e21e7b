package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stores of informers")
final class CompactStoresTest {

  private static final String SERVICE =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata:
        name: orders
        namespace: shop
        managedFields:
        - {manager: kubectl, operation: Apply, fieldsV1: {"f:spec": {"f:python": {}}}}
        - {manager: pythonservice-operator, operation: Apply, fieldsV1: {"f:status": {}}}
      spec: {python: "3.13"}
      """;

  @Test
  @DisplayName("keep of services who else wrote what, and not what the operator wrote")
  void ownFields() {
    ItemStore<PythonService> services = stores(Set.of()).ofServices().orElseThrow();
    PythonService service = Yaml.object(SERVICE, PythonService.class);

    services.put(services.getKey(service), service);

    assertThat(services.get("shop/orders").getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactly("kubectl");
    assertThat(services.values())
        .as("services are listed whole")
        .allMatch(each -> "3.13".equals(each.getSpec().python()));
  }

  @Test
  @DisplayName("are the informers' own where each of several namespaces has its informer")
  void several() {
    CompactStores stores = stores(Set.of("shop", "warehouse"));

    assertThat(stores.ofServices()).isEmpty();
    assertThat(stores.ofBuilds()).isEmpty();
    assertThat(stores(Set.of("shop")).ofBuilds()).isPresent();
  }

  private static CompactStores stores(Set<String> watched) {
    return new CompactStores(new KubernetesSerialization(), Optional.of(watched));
  }
}

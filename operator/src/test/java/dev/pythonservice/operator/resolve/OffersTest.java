package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.Offer;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The store of the services that others may take over from")
final class OffersTest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  @DisplayName("keeps what is offered and what serves, and by which name")
  void keepsWhatMatters() {
    // given
    ItemStore<PythonService> store = store(Set.of());

    // when
    store.put("staging/orders", service());

    // then
    PythonService kept = Objects.requireNonNull(store.get("staging/orders"));
    assertThat(kept.getSpec()).isEqualTo(service().getSpec());
    assertThat(kept.getStatus()).isEqualTo(service().getStatus());
    assertThat(Offer.isOfferedTo("shop", kept)).isTrue();
    assertThat(Offer.releaseOf(kept)).isEqualTo(Offer.releaseOf(service())).isPresent();
    assertThat(store.getKey(kept)).isEqualTo("staging/orders");
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("42");
  }

  @Test
  @DisplayName("keeps neither annotations nor who wrote which field")
  void keepsNoMore() {
    // given
    ItemStore<PythonService> store = store(Set.of("staging"));

    // when
    store.put("staging/orders", service());

    // then
    PythonService kept = Objects.requireNonNull(store.get("staging/orders"));
    assertThat(kept.getMetadata().getManagedFields()).isEmpty();
    assertThat(kept.getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  @DisplayName("is there for one namespace or all, and is none that several informers would share")
  void isSharedByNobody() {
    assertThat(stores(Set.of("shop", "staging")).of(PythonService.class, Offers::pruned)).isEmpty();
  }

  private static ItemStore<PythonService> store(Set<String> watched) {
    return stores(watched).of(PythonService.class, Offers::pruned).orElseThrow();
  }

  private static CompactStores stores(Set<String> watched) {
    return new CompactStores(SERIALIZATION, Optional.of(watched));
  }

  private static PythonService service() {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonService
        metadata:
          name: orders
          namespace: staging
          uid: 22bb
          resourceVersion: "42"
          annotations: {pythonservice.dev/refresh: "7"}
          managedFields:
          - {manager: kubectl, operation: Apply, apiVersion: pythonservice.dev/v1alpha1,
             fieldsV1: {"f:spec": {"f:python": {}}}}
        spec:
          source: {git: {url: "https://git.example/shop/orders.git"}}
          python: "3.13"
          promotion: {offeredTo: [shop]}
        status:
          release:
            build: orders-4fzq8k2m1x
            image: registry.example/python/staging/orders@sha256:aa
            revision: 9f2c61d
            since: "2026-11-23T02:00:00Z"
        """,
        PythonService.class);
  }
}

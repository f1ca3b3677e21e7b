package dev.pythonservice.e2e.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/**
 * Someone who applies objects by server-side apply, with strict validation of fields.
 *
 * @param client the cluster
 * @param namespace the namespace of objects that have one
 * @param manager the name under which the API server notes the fields
 */
record Applier(KubernetesClient client, String namespace, String manager) {

  /**
   * An applier who takes no for an answer: the API server refuses some objects with status 500, and
   * the client would ask it again for half a minute.
   */
  static Applier called(String manager, KubernetesClient client, String namespace) {
    RequestConfig once = new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
    return new Applier(client.newClient(once).adapt(KubernetesClient.class), namespace, manager);
  }

  /** Applies an object, and gives it as it is stored. */
  <T extends HasMetadata> T apply(T object) {
    return on(object).patch(context().build());
  }

  /** Asks the API server what applying an object would give; nothing is stored. */
  <T extends HasMetadata> T tryOut(T object) {
    return on(object).patch(context().withDryRun(List.of("All")).build());
  }

  private PatchContext.Builder context() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withFieldValidation("Strict");
  }

  private <T extends HasMetadata> Resource<T> on(T object) {
    return client.resource(object).inNamespace(namespace);
  }
}

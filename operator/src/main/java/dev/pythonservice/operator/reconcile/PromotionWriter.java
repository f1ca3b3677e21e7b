package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.PromotionRecord;
import dev.pythonservice.operator.render.PromotionRenderer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records promotions. */
final class PromotionWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PromotionWriter.class);

  /**
   * Another than {@link FieldManager#NAME}, which applies all the rest of a build's status: what
   * one manager leaves out of what it applied before is removed. Must never change, either.
   */
  private static final String NAME = FieldManager.NAME + "-promotion";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(NAME)
          .withForce(true)
          .build();

  private PromotionWriter() {}

  /**
   * Writes a record.
   *
   * @return whether it was written; when the build was written meanwhile, its event brings another
   *     reconcile
   * @throws KubernetesClientException when the API server does not take it; the reconcile is tried
   *     again
   */
  static boolean write(PromotionRecord record, KubernetesClient client) {
    PythonBuild patch = PromotionRenderer.render(record);
    try {
      client.resource(patch).subresource("status").patch(APPLY);
      return true;
    } catch (KubernetesClientException exception) {
      if (exception.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        LOG.debug("The build {} was written meanwhile", patch.getMetadata().getName());
        return false;
      }
      throw exception;
    }
  }
}

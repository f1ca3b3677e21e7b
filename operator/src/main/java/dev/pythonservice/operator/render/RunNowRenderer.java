package dev.pythonservice.operator.render;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a CronJob that was asked for: the Job of {@code kubectl create job --from=cronjob/…}.
 */
public final class RunNowRenderer {

  /** By which kubectl marks such Jobs. */
  private static final String INSTANTIATE = "cronjob.kubernetes.io/instantiate";

  private RunNowRenderer() {}

  /**
   * The Job. The same token gives the same name, so that a run that was asked for once happens
   * once.
   *
   * @param cronJob the CronJob as it is stored, with its UID
   * @param token what the run was asked for with
   */
  public static Job render(CronJob cronJob, String token) {
    JobTemplateSpec template = cronJob.getSpec().getJobTemplate();
    return new JobBuilder()
        .withNewMetadata()
        .withName(cronJob.getMetadata().getName() + "-" + ShortHash.of(token))
        .withNamespace(cronJob.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(annotations(template))
        // As kubectl does it: to block the owner's deletion needs a right on its finalizers.
        .addNewOwnerReference()
        .withApiVersion(cronJob.getApiVersion())
        .withKind(cronJob.getKind())
        .withName(cronJob.getMetadata().getName())
        .withUid(cronJob.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static Map<String, String> annotations(JobTemplateSpec template) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(INSTANTIATE, "manual");
    Optional.ofNullable(template.getMetadata().getAnnotations()).ifPresent(annotations::putAll);
    return annotations;
  }
}

package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run that was asked for")
final class RunNowRendererTest {

  private static final CronJob CRON_JOB =
      Yaml.object(
          """
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: orders-report, namespace: shop, uid: 33cc}
          spec:
            schedule: "0 2 * * *"
            suspend: true
            jobTemplate:
              metadata:
                labels: {app.kubernetes.io/instance: orders}
                annotations: {pythonservice.dev/build: orders-1}
              spec:
                backoffLimit: 2
                template: {spec: {containers: [{name: report, image: example}]}}
          """,
          CronJob.class);

  @Test
  @DisplayName("is the Job that kubectl makes of the CronJob")
  void isWhatKubectlMakes() {
    assertThat(Yaml.of(RunNowRenderer.render(CRON_JOB, "1")))
        .isEqualTo(
            """
            ---
            apiVersion: "batch/v1"
            kind: "Job"
            metadata:
              annotations:
                cronjob.kubernetes.io/instantiate: "manual"
                pythonservice.dev/build: "orders-1"
              labels:
                app.kubernetes.io/instance: "orders"
              name: "orders-report-6b86b273"
              namespace: "shop"
              ownerReferences:
              - apiVersion: "batch/v1"
                kind: "CronJob"
                controller: true
                name: "orders-report"
                uid: "33cc"
            spec:
              backoffLimit: 2
              template:
                spec:
                  containers:
                  - image: "example"
                    name: "report"
            """);
  }

  @Test
  @DisplayName("has a name that its token decides")
  void isNamedByItsToken() {
    Job first = RunNowRenderer.render(CRON_JOB, "1");

    assertThat(RunNowRenderer.render(CRON_JOB, "1").getMetadata().getName())
        .isEqualTo(first.getMetadata().getName());
    assertThat(RunNowRenderer.render(CRON_JOB, "2").getMetadata().getName())
        .isNotEqualTo(first.getMetadata().getName());
  }
}

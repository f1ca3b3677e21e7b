package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.JobDecisions;
import dev.pythonservice.operator.plan.JobDecisions.RunRequest;
import dev.pythonservice.operator.render.RunNowRenderer;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs of jobs that somebody asked for. */
@Singleton
final class RunStarter {

  private static final Logger LOG = LoggerFactory.getLogger(RunStarter.class);

  /** A run whose CronJob is not there yet waits for it: the event of its coming brings us back. */
  void start(PythonService service, Context<PythonService> context) {
    for (RunRequest request : JobDecisions.requested(service)) {
      String name = service.getMetadata().getName() + "-" + request.job();
      context
          .getSecondaryResourcesAsStream(CronJob.class)
          .filter(cronJob -> cronJob.getMetadata().getName().equals(name))
          .findFirst()
          .map(cronJob -> RunNowRenderer.render(cronJob, request.token()))
          .ifPresent(job -> create(job, context));
    }
  }

  private static void create(Job job, Context<PythonService> context) {
    try {
      LOG.info("Starting the run {}", job.getMetadata().getName());
      context.getClient().resource(job).create();
    } catch (KubernetesClientException exception) {
      // The name follows from the request: it was started before its status could be written.
      if (exception.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw exception;
      }
    }
  }
}

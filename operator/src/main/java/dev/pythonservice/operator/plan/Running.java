package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster shows of a service.
 *
 * @param deployment its Deployment
 * @param pods its pods, those of its jobs among them
 * @param runs the runs of its jobs
 */
public record Running(Optional<Deployment> deployment, List<Pod> pods, List<Job> runs) {

  public Running {
    pods = List.copyOf(pods);
    runs = List.copyOf(runs);
  }
}

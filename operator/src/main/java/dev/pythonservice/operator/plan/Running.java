package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster shows of a service.
 *
 * @param deployment its Deployment
 * @param pods its pods, those of its jobs among them; their containers' last words are words
 * @param runs the runs of its jobs
 * @param records what pods of jobs that ended say of their runs, by the pods' names
 */
public record Running(
    Optional<Deployment> deployment,
    List<Pod> pods,
    List<Job> runs,
    Map<String, RunRecord> records) {

  public Running {
    pods = List.copyOf(pods);
    runs = List.copyOf(runs);
    records = Map.copyOf(records);
  }

  /** Without records of runs. */
  public Running(Optional<Deployment> deployment, List<Pod> pods, List<Job> runs) {
    this(deployment, pods, runs, Map.of());
  }
}

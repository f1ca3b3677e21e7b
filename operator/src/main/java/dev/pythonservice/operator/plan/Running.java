package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
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
 * @param architectures of the nodes that pods run on, by the pods' names, as far as they are seen
 */
public record Running(
    Optional<Deployment> deployment,
    List<Pod> pods,
    List<Job> runs,
    Map<String, RunRecord> records,
    Map<String, Architecture> architectures) {

  public Running {
    pods = List.copyOf(pods);
    runs = List.copyOf(runs);
    records = Map.copyOf(records);
    architectures = Map.copyOf(architectures);
  }

  /** Without records of runs, and without nodes. */
  public Running(Optional<Deployment> deployment, List<Pod> pods, List<Job> runs) {
    this(deployment, pods, runs, Map.of(), Map.of());
  }
}

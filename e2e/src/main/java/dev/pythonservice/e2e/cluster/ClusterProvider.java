package dev.pythonservice.e2e.cluster;

import dev.pythonservice.e2e.process.Progress;

/** A way to get a Kubernetes cluster. */
public interface ClusterProvider {

  /** The word that chooses this provider in the variable {@code CLUSTER}. */
  String name();

  /**
   * Brings the cluster up, or finds it running: then nothing is changed.
   *
   * @throws ClusterProblem when there is no cluster at the end; what was half started is gone again
   */
  Cluster up(Progress progress);

  /**
   * Takes down what {@link #up} started and leaves nothing of it on the machine.
   *
   * @throws ClusterProblem when something cannot be removed
   */
  void down(Progress progress);

  /** Whether the cluster is there and whole, without touching it. */
  boolean isUp();
}

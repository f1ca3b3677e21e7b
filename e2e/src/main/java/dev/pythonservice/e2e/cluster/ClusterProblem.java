package dev.pythonservice.e2e.cluster;

import java.io.Serial;

/**
 * Something stands between the user and a cluster. The message is one sentence for the user: what
 * is wrong, with the value that is wrong, and what to do about it.
 */
public final class ClusterProblem extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** A problem, told in one sentence. */
  public ClusterProblem(String message) {
    super(message);
  }
}

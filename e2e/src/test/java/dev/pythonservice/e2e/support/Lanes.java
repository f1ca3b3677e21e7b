package dev.pythonservice.e2e.support;

/**
 * What integration tests run one after the other on. A test on the cluster mostly waits, and one
 * that runs programs of this machine mostly computes, so one of each runs at a time: see the
 * settings of Failsafe. Tests that measure run alone.
 */
public final class Lanes {

  /** The cluster, and what else there is once on this machine because of it. */
  public static final String CLUSTER = "cluster";

  /** Programs, servers and registries of the test's own on this machine. */
  public static final String MACHINE = "machine";

  private Lanes() {}
}

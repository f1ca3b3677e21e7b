package dev.pythonservice.operator.plan;

/**
 * How things stand with an object, as tools understand it.
 *
 * @see <a href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">
 *     kstatus</a>
 */
public enum Outlook {
  /** What was asked for is there. */
  READY,
  /** It is not there yet, and nobody has to do anything. */
  RECONCILING,
  /** It is not there, nothing is wrong, and somebody has to decide. */
  WAITING,
  /** It is not there, and somebody has to change something. */
  STALLED
}

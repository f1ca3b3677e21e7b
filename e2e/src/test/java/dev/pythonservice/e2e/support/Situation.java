package dev.pythonservice.e2e.support;

import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is to be told when a test on services fails: what they and their builds say of themselves,
 * and what the operator has logged last.
 *
 * @param kubectl the administrator's way to the cluster
 * @param namespace the namespace of the services
 * @param log the operator's last lines
 */
public record Situation(Kubectl kubectl, String namespace, Supplier<String> log) {

  private static final String CONDITIONS =
      "{range .items[*]}{.kind} {.metadata.name}, generation {.metadata.generation}, observed"
          + " {.status.observedGeneration}{\"\\n\"}{range .status.conditions[*]}  {.type}={.status}"
          + " {.reason}: {.message}{\"\\n\"}{end}{end}";

  /**
   * Waits until it is so.
   *
   * @param what the wish as half a sentence, such as {@code the Deployment is settled}
   * @throws CommandFailed when it is not in time; the message tells the situation
   */
  public void await(String what, Duration deadline, BooleanSupplier condition) {
    if (!Eventually.within(deadline, condition)) {
      throw new CommandFailed(
          "After %s it is not so that %s.%n%s".formatted(deadline, what, told()));
    }
  }

  /** The situation now. */
  public String told() {
    return "%s%nThe pods:%n%s%nThe operator logged last:%n%s"
        .formatted(
            said("pysvc,pybuild", "--output=jsonpath=" + CONDITIONS),
            said("pods", "--output=wide"),
            log.get());
  }

  private String said(String kinds, String output) {
    return kubectl.attempt("get", kinds, "--namespace=" + namespace, output).output();
  }
}

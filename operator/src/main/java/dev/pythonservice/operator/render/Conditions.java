package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.operator.plan.Aspect;
import dev.pythonservice.operator.plan.Outlook;
import dev.pythonservice.operator.plan.SaidBefore;
import dev.pythonservice.operator.plan.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions that every object of this API has: {@code Ready}, {@code Reconciling} and {@code
 * Stalled}.
 *
 * @param before the conditions so far; one that keeps its status keeps its time
 * @param generation the generation of the spec that they speak about
 * @param now the time of those whose status changes
 * @see <a href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">
 *     kstatus</a>
 */
record Conditions(List<Condition> before, long generation, Instant now) {

  private static final String READY = "Ready";

  List<Condition> after(Verdict verdict) {
    return Stream.of(
            condition(READY, ready(verdict), verdict.reason(), verdict.message()),
            condition("Reconciling", Outlook.RECONCILING, verdict),
            condition("Stalled", Outlook.STALLED, verdict))
        .toList();
  }

  /** Those of a verdict, then further ones. */
  List<Condition> after(Verdict verdict, List<Aspect> aspects) {
    return Stream.concat(
            after(verdict).stream(),
            aspects.stream()
                .map(aspect ->
                    condition(aspect.type(), aspect.status(), aspect.reason(), aspect.message())))
        .toList();
  }

  /** Whether {@code Ready} has the status and the reason of a verdict already. */
  static boolean sayTheSame(List<Condition> conditions, Verdict verdict) {
    return SaidBefore.of(READY, conditions)
        .filter(ready -> ready.status() == ready(verdict))
        .filter(ready -> ready.reason().equals(verdict.reason()))
        .isPresent();
  }

  private static Status ready(Verdict verdict) {
    return verdict.outlook() == Outlook.READY ? Status.True : Status.False;
  }

  /** A condition that is true when something is not as it should be; silent otherwise. */
  private Condition condition(String type, Outlook abnormal, Verdict verdict) {
    return verdict.outlook() == abnormal
        ? condition(type, Status.True, verdict.reason(), verdict.message())
        : condition(type, Status.False, verdict.reason(), "");
  }

  private Condition condition(String type, Status status, String reason, String message) {
    return new Condition(type, status, reason, message, since(type, status), generation);
  }

  /** Kubernetes keeps these times in whole seconds. */
  private Instant since(String type, Status status) {
    return SaidBefore.of(type, before)
        .filter(condition -> condition.status() == status)
        .map(Condition::lastTransitionTime)
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
  }
}

package dev.pythonservice.e2e.support;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import java.util.List;
import java.util.Optional;

/** What objects say of themselves: they have one condition of a type at the most. */
public final class Conditions {

  private Conditions() {}

  /** The condition of a type, if it is there. */
  public static Optional<Condition> find(String type, List<Condition> conditions) {
    return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
  }

  /** The condition of a type. */
  public static Condition condition(String type, List<Condition> conditions) {
    return find(type, conditions)
        .orElseThrow(() -> new AssertionError("There is no condition " + type));
  }

  /** Whether the condition of a type is there, and true. */
  public static boolean holds(String type, List<Condition> conditions) {
    return find(type, conditions).filter(each -> each.status() == Status.True).isPresent();
  }

  /** A service's condition of a type. */
  public static Condition condition(String type, PythonServiceStatus service) {
    return condition(type, service.conditions());
  }

  /** A build's condition of a type. */
  public static Condition condition(String type, PythonBuildStatus build) {
    return condition(type, build.conditions());
  }

  /** Whether a service's condition of a type has this status, for this reason. */
  public static boolean says(
      String type, Status status, String reason, PythonServiceStatus service) {
    return find(type, service.conditions())
        .filter(each -> each.status() == status && each.reason().equals(reason))
        .isPresent();
  }

  /** The reason of a service's condition; empty when there is none. */
  public static String reason(String type, PythonServiceStatus service) {
    return find(type, service.conditions()).map(Condition::reason).orElse("");
  }

  /** The message of a service's condition; empty when there is none. */
  public static String message(String type, PythonServiceStatus service) {
    return find(type, service.conditions()).map(Condition::message).orElse("");
  }
}

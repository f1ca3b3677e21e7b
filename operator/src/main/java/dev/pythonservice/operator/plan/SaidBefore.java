package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonService;
import java.util.List;
import java.util.Optional;

/** What a status says already. */
public final class SaidBefore {

  private SaidBefore() {}

  /** The condition of a type; empty where nothing was said of it. */
  public static Optional<Condition> of(String type, List<Condition> conditions) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** The same of a service, which may have no status yet. */
  public static Optional<Condition> of(String type, PythonService service) {
    return Optional.ofNullable(service.getStatus())
        .flatMap(status -> of(type, status.conditions()));
  }
}

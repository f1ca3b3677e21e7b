package dev.pythonservice.schema.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.function.Consumer;

/** Insists that every rule says in words what is wrong: without, the user reads an expression. */
final class RuleMessages implements Consumer<SchemaPlace> {

  private final Problems problems;

  RuleMessages(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    place.schema().getXKubernetesValidations().stream()
        .filter(rule -> rule.getMessage() == null && rule.getMessageExpression() == null)
        .map(ValidationRule::getRule)
        .forEach(rule -> problems.add(place, "the rule " + rule + " has no message"));
  }
}

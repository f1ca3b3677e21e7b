package dev.pythonservice.operator.reconcile;

/** Under which name the operator owns the fields that it applies. */
final class FieldManager {

  /** Must never change: fields under the old name would stay for ever. */
  static final String NAME = "pythonservice-operator";

  private FieldManager() {}
}

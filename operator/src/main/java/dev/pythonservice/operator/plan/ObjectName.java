package dev.pythonservice.operator.plan;

/**
 * A Secret or ConfigMap, by its name.
 *
 * @param kind which of the two
 * @param namespace its namespace
 * @param name its name
 */
public record ObjectName(Kind kind, String namespace, String name) {

  /** As in a sentence: {@code Secret registry-push}. */
  @Override
  public String toString() {
    return kind.title() + " " + name;
  }

  /** Kinds of objects that hold data under keys. */
  public enum Kind {
    /** A Secret. */
    SECRET("Secret"),
    /** A ConfigMap. */
    CONFIG_MAP("ConfigMap");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The kind's name in the API. */
    public String title() {
      return title;
    }
  }
}

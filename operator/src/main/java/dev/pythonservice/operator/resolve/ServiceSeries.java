package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * The series of a service in PromQL, as its PodMonitor labels them.
 *
 * @param service the service
 */
record ServiceSeries(ResourceID service) {

  /** Releases are compared by what they did in that time at most. */
  static final String WINDOW = "1d";

  /** By how much counters grew. */
  String increase(String name, String more) {
    return "increase(%s[%s])".formatted(of(name, more), WINDOW);
  }

  /**
   * The series of a name. Names of namespaces and services have nothing in them that PromQL would
   * want escaped.
   *
   * @param more further matchers, each after a comma
   */
  String of(String name, String more) {
    return "%s{namespace=\"%s\",python_service=\"%s\"%s}"
        .formatted(name, service.getNamespace().orElse(""), service.getName(), more);
  }
}

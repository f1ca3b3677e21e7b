package dev.pythonservice.e2e.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Which exchanges a fault hits. */
final class Rule {

  private final String method;
  private final Pattern path;
  private final Fault fault;
  private final AtomicInteger left;

  Rule(String method, Pattern path, int times, Fault fault) {
    this.method = method;
    this.path = path;
    this.fault = fault;
    this.left = new AtomicInteger(times);
  }

  Fault fault() {
    return fault;
  }

  /** Whether the fault hits this exchange, which uses it up by one. */
  boolean hits(String requestMethod, String requestPath) {
    return (method.equals(FaultProxy.ANY_METHOD) || method.equals(requestMethod))
        && path.matcher(requestPath).find()
        && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
  }
}

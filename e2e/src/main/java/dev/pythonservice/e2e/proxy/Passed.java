package dev.pythonservice.e2e.proxy;

/**
 * An exchange that went through the proxy, or was ended by it.
 *
 * @param method the request's method
 * @param target the request's path and query
 * @param requestBytes how many bytes the request's body had
 * @param responseBytes how many bytes of body were sent back
 * @param status the status code; 0 when the connection was cut before there was one
 */
public record Passed(
    String method, String target, long requestBytes, long responseBytes, int status) {}

package dev.pythonservice.builder.report;

/**
 * A phase of a build, as it went.
 *
 * @param name the phase, such as {@code install}
 * @param milliseconds how long it took, in milliseconds
 * @param bytes what it read from or wrote to the network, in bytes; 0 where it does neither
 */
public record Phase(String name, long milliseconds, long bytes) {}

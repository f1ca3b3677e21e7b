package dev.pythonservice.schema.definition;

/**
 * A record of our API.
 *
 * @param name its simple name
 * @param description what its Javadoc says
 */
public record OwnType(String name, String description) {}

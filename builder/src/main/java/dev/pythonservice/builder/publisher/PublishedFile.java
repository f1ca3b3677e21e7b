package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.registry.Digest;

/**
 * A file on an index.
 *
 * @param name the normalised name of its package
 * @param index the index, as locks name it
 * @param fileName its name
 * @param sha256 the hash that the lock gives it
 */
public record PublishedFile(String name, String index, String fileName, Digest sha256) {}

package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.registry.Digest;

/**
 * What a statement is about.
 *
 * @param name the repository, with the platform where it is one platform's manifest
 * @param digest its digest
 */
public record Subject(String name, Digest digest) {}

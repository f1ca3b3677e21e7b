package dev.pythonservice.builder.base;

/**
 * A package of the base image's distribution.
 *
 * @param name its name, such as {@code libssl3t64}
 * @param version its version, as the distribution writes it
 * @param architecture its architecture, as the distribution writes it; {@code all} for any
 * @param source the source package that it is made of; its own name where that is the same
 * @param licence the licence expression, empty where the package database has none (Debian)
 * @param purl the package URL, with the distribution as qualifier
 */
public record SystemPackage(
    String name, String version, String architecture, String source, String licence, String purl) {}

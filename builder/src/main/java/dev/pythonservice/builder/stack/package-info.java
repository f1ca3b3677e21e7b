/**
 * Which engine serves each layer of a service's stack: packages, server, validation, JSON,
 * DataFrames, native extensions, type checker and linter; from the wheels that go into the image,
 * the lock and the settings of tools.
 */
@NullMarked
package dev.pythonservice.builder.stack;

import org.jspecify.annotations.NullMarked;

/** Builds over HTTP, for a machine on which a builder stays up. */
@NullMarked
package dev.pythonservice.builder.serve;

import org.jspecify.annotations.NullMarked;

/**
 * Programs that the builder runs, above all uv: with an environment of their own and a deadline.
 */
@NullMarked
package dev.pythonservice.builder.process;

import org.jspecify.annotations.NullMarked;

/**
 * Wheels built from source, which runs foreign code and so has a command, and a place, of its own;
 * and such wheels handed to a build.
 */
@NullMarked
package dev.pythonservice.builder.wheel;

import org.jspecify.annotations.NullMarked;

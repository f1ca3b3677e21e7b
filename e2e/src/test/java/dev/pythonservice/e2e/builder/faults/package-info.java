/** Builds that meet bad input and broken surroundings: everything on loopback, and breakable. */
@NullMarked
package dev.pythonservice.e2e.builder.faults;

import org.jspecify.annotations.NullMarked;

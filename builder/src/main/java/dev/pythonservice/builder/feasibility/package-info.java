/**
 * Which platforms the lock can be installed on, and which packages stand in the way of the others.
 */
@NullMarked
package dev.pythonservice.builder.feasibility;

import org.jspecify.annotations.NullMarked;

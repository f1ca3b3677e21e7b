/** Running other programs: one command to its end, or a wait until something is so. */
@NullMarked
package dev.pythonservice.e2e.process;

import org.jspecify.annotations.NullMarked;

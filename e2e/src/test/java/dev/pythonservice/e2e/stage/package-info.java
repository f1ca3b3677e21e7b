/** The stage on which the operator is tried. */
@NullMarked
package dev.pythonservice.e2e.stage;

import org.jspecify.annotations.NullMarked;

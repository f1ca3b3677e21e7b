/** The operator as it is packaged, with its own rights, on a real API server. */
@NullMarked
package dev.pythonservice.e2e.operator;

import org.jspecify.annotations.NullMarked;

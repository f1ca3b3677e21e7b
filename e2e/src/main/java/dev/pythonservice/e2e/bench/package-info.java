/** Measurements, always of two things side by side in the same run. */
@NullMarked
package dev.pythonservice.e2e.bench;

import org.jspecify.annotations.NullMarked;

/** The API on a real API server: what it accepts, what it refuses, and how appliers share it. */
@NullMarked
package dev.pythonservice.e2e.api;

import org.jspecify.annotations.NullMarked;

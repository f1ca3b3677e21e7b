/**
 * Adopting uv, Ruff and a {@code PythonService} for a project that is looked after by other tools:
 * what would be written is made in a copy, proved against the old lock, and only then, and only
 * where asked for, put in place.
 */
@NullMarked
package dev.pythonservice.builder.adopt;

import org.jspecify.annotations.NullMarked;

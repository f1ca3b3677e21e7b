/** Judges whether a definition still fits the objects and clients of the release before. */
@NullMarked
package dev.pythonservice.schema.compatibility;

import org.jspecify.annotations.NullMarked;

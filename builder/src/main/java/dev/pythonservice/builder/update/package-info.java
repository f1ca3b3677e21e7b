/**
 * Newer locks: which packages may move and how far, the candidate that uv makes of it, and how it
 * differs from the lock that a project has.
 */
@NullMarked
package dev.pythonservice.builder.update;

import org.jspecify.annotations.NullMarked;

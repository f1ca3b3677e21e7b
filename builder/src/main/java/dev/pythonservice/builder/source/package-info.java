/**
 * Where a project comes from: git, an OCI artifact, a folder; to a folder with exactly one
 * revision. First on a project's way; later packages know earlier ones, never the other way round.
 */
@NullMarked
package dev.pythonservice.builder.source;

import org.jspecify.annotations.NullMarked;

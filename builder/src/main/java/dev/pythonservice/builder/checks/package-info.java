/**
 * Checks of a project by Ruff, ty and Pyrefly: programs that read it and run nothing of it. What
 * they find is compared with what they found in the release that runs.
 */
@NullMarked
package dev.pythonservice.builder.checks;

import org.jspecify.annotations.NullMarked;

/** What a build must pass before it runs: it imports, lint, types, vulnerabilities. */
@NullMarked
package dev.pythonservice.builder.checks;

import org.jspecify.annotations.NullMarked;

/**
 * Installed packages to layers whose bytes depend on nothing but the package, the Python tag and
 * the layout version.
 */
@NullMarked
package dev.pythonservice.builder.layers;

import org.jspecify.annotations.NullMarked;

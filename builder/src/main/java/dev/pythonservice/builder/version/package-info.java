/** Versions of packages: how they are written, and which is newer. Knows no I/O. */
@NullMarked
package dev.pythonservice.builder.version;

import org.jspecify.annotations.NullMarked;

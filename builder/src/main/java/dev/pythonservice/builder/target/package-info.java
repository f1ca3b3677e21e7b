/**
 * What an image is built for: operating system, architecture, C library and Python. Knows no I/O.
 */
@NullMarked
package dev.pythonservice.builder.target;

import org.jspecify.annotations.NullMarked;

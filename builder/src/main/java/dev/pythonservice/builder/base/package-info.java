/** What a base image brings: its Python, its C library, its packages and libraries. */
@NullMarked
package dev.pythonservice.builder.base;

import org.jspecify.annotations.NullMarked;

/** The command line: what it understands, what it prints, how it ends. */
@NullMarked
package dev.pythonservice.builder;

import org.jspecify.annotations.NullMarked;

/** What is asked of a build, and what it may use: plain values, with no I/O. */
@NullMarked
package dev.pythonservice.builder.request;

import org.jspecify.annotations.NullMarked;

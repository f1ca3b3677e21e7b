/** The way of a project through all the steps, from what was asked to the report. */
@NullMarked
package dev.pythonservice.builder.pipeline;

import org.jspecify.annotations.NullMarked;

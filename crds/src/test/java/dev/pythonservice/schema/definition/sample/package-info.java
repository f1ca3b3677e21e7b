/** An API with everything that the generator knows, small enough to be read at a glance. */
@NullMarked
package dev.pythonservice.schema.definition.sample;

import org.jspecify.annotations.NullMarked;

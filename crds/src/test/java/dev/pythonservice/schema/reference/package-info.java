/** Writes the reference of the API from its definitions. */
@NullMarked
package dev.pythonservice.schema.reference;

import org.jspecify.annotations.NullMarked;

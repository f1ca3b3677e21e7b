/**
 * Generates definitions from the API types: fabric8's generator makes the schema, and a walk over
 * schema and Java side by side adds what it leaves out.
 */
@NullMarked
package dev.pythonservice.schema.definition;

import org.jspecify.annotations.NullMarked;

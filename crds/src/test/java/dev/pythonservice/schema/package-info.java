/**
 * Makes the committed CustomResourceDefinitions and their reference from the API types. A tool of
 * the build: nothing of it is shipped.
 */
@NullMarked
package dev.pythonservice.schema;

import org.jspecify.annotations.NullMarked;

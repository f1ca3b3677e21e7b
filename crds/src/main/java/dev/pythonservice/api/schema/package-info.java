/**
 * What the API types say about their schema beyond the annotations of fabric8's generator: how the
 * entries of a list merge, which objects are free of form, which strings are points in time.
 */
@NullMarked
package dev.pythonservice.api.schema;

import org.jspecify.annotations.NullMarked;

/**
 * The API {@code pythonservice.dev/v1alpha1} as Java types, from which the
 * CustomResourceDefinitions are generated. The Javadoc of a type and of its components is what
 * {@code kubectl explain} shows. Nothing here has a default: what a user leaves out stays out, and
 * the operator resolves it.
 */
@NullMarked
package dev.pythonservice.api.v1alpha1;

import org.jspecify.annotations.NullMarked;

/**
 * One reconciler for each kind, short enough to read as a table of contents, and what hands
 * rendered objects to the API server. The only package that writes.
 */
@NullMarked
package dev.pythonservice.operator.reconcile;

import org.jspecify.annotations.NullMarked;

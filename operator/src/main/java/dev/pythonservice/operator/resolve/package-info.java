/**
 * Gathers what a reconcile decides on, from the caches of informers, and says which events make a
 * reconcile necessary. Reads; never writes.
 */
@NullMarked
package dev.pythonservice.operator.resolve;

import org.jspecify.annotations.NullMarked;

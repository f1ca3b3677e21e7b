/**
 * What the cluster shows: phases, cold starts, latency, memory, cost; for status and metrics.
 * Reads; never writes.
 */
@NullMarked
package dev.pythonservice.operator.measure;

import org.jspecify.annotations.NullMarked;

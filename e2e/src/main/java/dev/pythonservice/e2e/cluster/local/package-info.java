/**
 * Kubernetes from its own binaries, as processes of this machine: no container engine, no virtual
 * machine, state in one folder.
 */
@NullMarked
package dev.pythonservice.e2e.cluster.local;

import org.jspecify.annotations.NullMarked;

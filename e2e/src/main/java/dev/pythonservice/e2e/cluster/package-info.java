/** A real Kubernetes to live in: three ways to get one, and the choice among them. */
@NullMarked
package dev.pythonservice.e2e.cluster;

import org.jspecify.annotations.NullMarked;

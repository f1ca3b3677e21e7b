/** The programs of Kubernetes and around it, built from pinned Go modules and kept in a cache. */
@NullMarked
package dev.pythonservice.e2e.tools;

import org.jspecify.annotations.NullMarked;

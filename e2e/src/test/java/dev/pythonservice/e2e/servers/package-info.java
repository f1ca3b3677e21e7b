/** Servers that the builder's tests need beside a registry. */
@NullMarked
package dev.pythonservice.e2e.servers;

import org.jspecify.annotations.NullMarked;

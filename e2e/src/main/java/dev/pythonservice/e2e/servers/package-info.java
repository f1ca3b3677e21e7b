/** Servers of our own on loopback, whose data nobody shares. */
@NullMarked
package dev.pythonservice.e2e.servers;

import org.jspecify.annotations.NullMarked;

/** A reverse proxy that counts what passes, ends TLS and makes faults on demand. */
@NullMarked
package dev.pythonservice.e2e.proxy;

import org.jspecify.annotations.NullMarked;

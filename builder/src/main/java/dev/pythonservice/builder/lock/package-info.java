/** The lock in its three forms, as one model: packages with versions, hashes, markers and files. */
@NullMarked
package dev.pythonservice.builder.lock;

import org.jspecify.annotations.NullMarked;

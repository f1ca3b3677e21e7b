/**
 * Makes the base images of the local cluster from Debian packages and publishes them to its
 * registry, without running what it unpacks and byte for byte the same from the same packages.
 */
@NullMarked
package dev.pythonservice.e2e.images;

import org.jspecify.annotations.NullMarked;

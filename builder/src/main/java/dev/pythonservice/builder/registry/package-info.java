/** The image registry: manifests, blobs, referrers, and how it may fail. */
@NullMarked
package dev.pythonservice.builder.registry;

import org.jspecify.annotations.NullMarked;

/** Layers to one OCI index with a manifest for each platform, pushed to a registry. */
@NullMarked
package dev.pythonservice.builder.image;

import org.jspecify.annotations.NullMarked;

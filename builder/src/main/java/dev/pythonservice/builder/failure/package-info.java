/** How a build can fail. Known to all packages, knows none. */
@NullMarked
package dev.pythonservice.builder.failure;

import org.jspecify.annotations.NullMarked;

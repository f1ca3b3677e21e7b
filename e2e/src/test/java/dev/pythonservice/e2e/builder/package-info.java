/** What the builder's tests look at images with, and the tests of the builder as it is packaged. */
@NullMarked
package dev.pythonservice.e2e.builder;

import org.jspecify.annotations.NullMarked;

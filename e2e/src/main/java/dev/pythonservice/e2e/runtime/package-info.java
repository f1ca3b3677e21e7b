/**
 * What this project's programs run with, in one folder each: a reduced Java, the packaged code, an
 * AOT cache; and how such a folder becomes the layers of an image.
 */
@NullMarked
package dev.pythonservice.e2e.runtime;

import org.jspecify.annotations.NullMarked;

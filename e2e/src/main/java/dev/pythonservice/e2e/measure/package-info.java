/**
 * Services that measure themselves, on this machine: their images, their engines, what they show.
 */
@NullMarked
package dev.pythonservice.e2e.measure;

import org.jspecify.annotations.NullMarked;

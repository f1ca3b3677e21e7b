/**
 * The locked packages, installed for one target platform, with hashes checked and no foreign code
 * run.
 */
@NullMarked
package dev.pythonservice.builder.install;

import org.jspecify.annotations.NullMarked;

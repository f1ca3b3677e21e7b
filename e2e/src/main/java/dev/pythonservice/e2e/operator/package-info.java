/** The operator as it is packaged: as a process of this machine, and as an image. */
@NullMarked
package dev.pythonservice.e2e.operator;

import org.jspecify.annotations.NullMarked;

/** The packaged builder: as a folder that runs on this machine, as a process, and as an image. */
@NullMarked
package dev.pythonservice.e2e.builder;

import org.jspecify.annotations.NullMarked;

package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;

/**
 * A version that an old lock holds a package to.
 *
 * @param name the package's normalised name
 * @param version its version, as the lock has it
 * @param marker where it is for (PEP 508); empty for everywhere
 */
record Pin(String name, String version, String marker) {

  Pin {
    name = Names.normalised(name);
    marker = marker.strip();
  }

  /** The same as a requirement (PEP 508). */
  String requirement() {
    return "%s==%s%s".formatted(name, version, marker.isEmpty() ? "" : " ; " + marker);
  }
}

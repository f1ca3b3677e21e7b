package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.lock.LockedPackage;
import java.nio.file.Path;

/** Brings source archives onto this machine. */
@FunctionalInterface
public interface Archives {

  /**
   * The file of a package's source archive, with the hash that the lock gives it.
   *
   * @param locked a package that has one
   * @throws dev.pythonservice.builder.failure.BuildFailure when it cannot be had, or is another
   *     file than the lock says
   */
  Path fetch(LockedPackage locked);
}

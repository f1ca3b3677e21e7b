package dev.pythonservice.builder.install;

import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import java.util.List;
import java.util.Optional;

/**
 * A program or shared library in a wheel: what it is for, and what it needs that the wheel does not
 * bring.
 *
 * @param path where it is under the environment's root
 * @param platform the platform that it is for; absent for one that is none of ours
 * @param libc the C library that it needs; absent when it needs none
 * @param module whether Python imports it
 * @param needed file names of shared libraries
 * @param versions the newest symbol version of each kind that a library must have
 */
public record NativeFile(
    String path,
    Optional<Platform> platform,
    Optional<Family> libc,
    boolean module,
    List<String> needed,
    List<SymbolVersion> versions) {

  public NativeFile {
    needed = List.copyOf(needed);
    versions = List.copyOf(versions);
  }

  /**
   * A version of symbols that a library must have.
   *
   * @param library its file name
   * @param kind such as {@code GLIBC}
   * @param number such as {@code 2.34}
   */
  public record SymbolVersion(String library, String kind, String number) {

    @Override
    public String toString() {
      return kind + "_" + number;
    }
  }
}

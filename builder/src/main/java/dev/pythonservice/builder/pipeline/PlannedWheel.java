package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.registry.Digest;
import java.net.URI;
import java.util.Optional;

/**
 * A wheel that is installed, as a provenance names it.
 *
 * @param name the package's normalised name (PEP 503)
 * @param version its version
 * @param fileName the wheel's file name
 * @param sha256 its hash, which it was checked by
 * @param address where it was fetched, without passwords; absent for a file of the project
 * @param origin the index, address, commit or path that the lock names, without passwords
 */
record PlannedWheel(
    String name,
    String version,
    String fileName,
    Digest sha256,
    Optional<String> address,
    String origin) {

  static PlannedWheel of(ChosenWheel wheel) {
    return new PlannedWheel(
        wheel.locked().name(),
        wheel.locked().version(),
        wheel.file().fileName(),
        wheel.file().sha256(),
        shown(wheel.file().url()),
        wheel.locked().origin().place());
  }

  /** An address without what may be a secret in it; empty for what is on no server. */
  static Optional<String> shown(URI address) {
    return String.valueOf(address.getScheme()).startsWith("http")
        ? Optional.of(withoutSecrets(address.toString()))
        : Optional.empty();
  }

  /** Without user, password, query and fragment. */
  static String withoutSecrets(String address) {
    return address.replaceFirst("[?#].*$", "").replaceFirst("//[^/@]*@", "//");
  }

  /** Its package URL (purl-spec). */
  String purl() {
    return "pkg:pypi/%s@%s".formatted(name, version);
  }
}

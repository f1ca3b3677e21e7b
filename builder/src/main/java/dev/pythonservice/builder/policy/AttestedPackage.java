package dev.pythonservice.builder.policy;

/**
 * What is known of who published a package, whether a rule forbids it or not.
 *
 * @param name the package
 * @param version its version
 * @param file its file on the index
 * @param publisher who published it, such as {@code GitHub sigstore/sigstore-python (release.yml)};
 *     several after a comma; empty where nobody knows
 * @param state {@code verified}, {@code invalid}, or {@code none} where the index has no
 *     attestation
 */
public record AttestedPackage(
    String name, String version, String file, String publisher, String state) {

  /** The state of what was looked at to a good end. */
  public static final String VERIFIED = "verified";
}

package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Command.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verifies images by cosign, without a transparency log.
 *
 * @param program cosign
 * @param trust the options that say whom it trusts
 */
record Cosign(Path program, List<String> trust) {

  /** Types of statements, as cosign calls them. */
  static final String PROVENANCE = "slsaprovenance1";

  static final String BILL = "cyclonedx";

  Cosign {
    trust = List.copyOf(trust);
  }

  /** One that trusts a key. */
  static Cosign trusting(Path program, Path key) {
    return new Cosign(program, List.of("--key=" + key));
  }

  /** One that trusts an identity for which the authorities of a trusted root vouch. */
  static Cosign trusting(Path program, Path root, String issuer, String subject) {
    return new Cosign(
        program,
        List.of(
            "--trusted-root=" + root,
            "--certificate-oidc-issuer=" + issuer,
            "--certificate-identity=" + subject,
            "--use-signed-timestamps",
            "--insecure-ignore-sct"));
  }

  /** Where cosign looks. */
  enum Place {
    /** Sigstore bundles, which are referrers. */
    BUNDLES("true"),
    /** The tags {@code .sig} and {@code .att}. */
    TAGS("false");

    private final String bundles;

    Place(String bundles) {
      this.bundles = bundles;
    }
  }

  /** Runs {@code cosign verify}. */
  Outcome image(String reference, Place place) {
    return run(List.of("verify"), reference, place);
  }

  /** Runs {@code cosign verify-attestation}; it prints the envelope of the statement. */
  Outcome attestation(String reference, String type, Place place) {
    return run(List.of("verify-attestation", "--type=" + type), reference, place);
  }

  private Outcome run(List<String> words, String reference, Place place) {
    return Command.of(
            Stream.of(
                    List.of(program.toString()),
                    words,
                    trust,
                    List.of(
                        "--insecure-ignore-tlog",
                        "--new-bundle-format=" + place.bundles,
                        reference))
                .flatMap(List::stream)
                .toList())
        .within(Duration.ofMinutes(2))
        .attempt();
  }
}

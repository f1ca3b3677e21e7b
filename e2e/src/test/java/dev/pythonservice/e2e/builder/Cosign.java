package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Command.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verifies images by cosign, with a key and no transparency log.
 *
 * @param program cosign
 * @param key the public key
 */
record Cosign(Path program, Path key) {

  /** Types of statements, as cosign calls them. */
  static final String PROVENANCE = "slsaprovenance1";

  static final String BILL = "cyclonedx";

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
                    List.of(
                        "--key=" + key,
                        "--insecure-ignore-tlog",
                        "--new-bundle-format=" + place.bundles,
                        reference))
                .flatMap(List::stream)
                .toList())
        .within(Duration.ofMinutes(2))
        .attempt();
  }
}

package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.keyless.Certification;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import dev.pythonservice.builder.keyless.Vouched;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose signatures count. One of them is enough.
 *
 * @param keys the keys that are trusted
 * @param keyless the identities that are trusted, if any are
 */
public record Trust(List<VerificationKey> keys, Optional<KeylessTrust> keyless) {

  public Trust {
    keys = List.copyOf(keys);
  }

  /** Keys alone. */
  public static Trust ofKeys(Collection<VerificationKey> keys) {
    return new Trust(List.copyOf(keys), Optional.empty());
  }

  /** Identities alone. */
  public static Trust ofIdentities(KeylessTrust keyless) {
    return new Trust(List.of(), Optional.of(keyless));
  }

  /**
   * Who signed something.
   *
   * @param signed the bytes
   * @param signatures signatures over them
   * @param certification what came with the first of them
   */
  Signatory signatory(
      byte[] signed, List<byte[]> signatures, Optional<Certification> certification) {
    return keys.stream()
        .filter(key -> signatures.stream().anyMatch(signature -> key.verifies(signed, signature)))
        .findFirst()
        .<Signatory>map(key -> new Signatory.Known(key.toString()))
        .orElseGet(() -> certified(signed, signatures, certification));
  }

  private Signatory certified(
      byte[] signed, List<byte[]> signatures, Optional<Certification> certification) {
    if (keyless.isEmpty() || certification.isEmpty() || signatures.isEmpty()) {
      return Signatory.nobody();
    }
    try {
      Vouched vouched = keyless.get().vouched(certification.get());
      return VerificationKey.of(vouched.key()).verifies(signed, signatures.getFirst())
          ? new Signatory.Known(vouched.identity().toString())
          : unknown("it was altered after %s had signed it".formatted(vouched.identity()));
    } catch (NotVouched no) {
      return unknown(no.why());
    }
  }

  private static Signatory unknown(String why) {
    return new Signatory.Unknown(Optional.of(why));
  }

  /** Who is trusted, for people. */
  public String names() {
    return Stream.concat(
            keys.isEmpty()
                ? Stream.empty()
                : Stream.of(
                    "a trusted key (%s)"
                        .formatted(
                            keys.stream()
                                .map(VerificationKey::toString)
                                .collect(Collectors.joining(", ")))),
            keyless.stream().map(trusted -> "a trusted identity (%s)".formatted(trusted.names())))
        .collect(Collectors.joining(" or "));
  }
}

package dev.pythonservice.builder.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some bytes, as OCI writes it (image-spec, descriptor.md, "Digests").
 *
 * @param hex 64 lower-case hexadecimal characters
 */
public record Digest(String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String PREFIX = "sha256:";
  private static final int BUFFER = 128 << 10;

  /**
   * A digest.
   *
   * @throws IllegalArgumentException when these are not 64 lower-case hexadecimal characters
   */
  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "A SHA-256 has 64 lower-case hexadecimal characters, and this has not: " + hex);
    }
  }

  /**
   * Reads {@code sha256:…}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Digest of(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "A digest starts with sha256:, and this does not: " + text);
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** Reads {@code sha256:…}; empty when it is something else. */
  public static Optional<Digest> parse(String text) {
    return text.startsWith(PREFIX) && HEX.matcher(text.substring(PREFIX.length())).matches()
        ? Optional.of(of(text))
        : Optional.empty();
  }

  /** The digest of these bytes. */
  public static Digest ofBytes(byte[] bytes) {
    return of(sha256().digest(bytes));
  }

  /**
   * The digest of a file, whatever its size.
   *
   * @throws IOException when it cannot be read
   */
  public static Digest ofFile(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return of(digest.digest());
  }

  /** The digest that a finished {@link MessageDigest} gave. */
  public static Digest of(byte[] sha256) {
    return new Digest(HexFormat.of().formatHex(sha256));
  }

  /** A new SHA-256, for bytes that come one after the other. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java has SHA-256", exception);
    }
  }

  /** Such as {@code sha256:0123…}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}

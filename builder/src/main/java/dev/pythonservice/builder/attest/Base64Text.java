package dev.pythonservice.builder.attest;

import java.util.Base64;
import java.util.Optional;

/** Bytes as text (RFC 4648, section 4). */
final class Base64Text {

  private Base64Text() {}

  static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes; empty where others wrote what is none. */
  static Optional<byte[]> bytes(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }
}

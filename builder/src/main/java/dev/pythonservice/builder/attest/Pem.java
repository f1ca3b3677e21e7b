package dev.pythonservice.builder.attest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of PEM (RFC 7468).
 *
 * @param label what it says it is
 * @param body its content in Base64, without line ends
 */
record Pem(String label, String body) {

  private static final int LINE = 64;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");

  /** The first block of a text. */
  static Optional<Pem> find(String text) {
    Matcher block = BLOCK.matcher(text);
    return block.find()
        ? Optional.of(new Pem(block.group(1), block.group(2).replaceAll("\\s", "")))
        : Optional.empty();
  }

  /** A block as text. */
  static String write(String label, byte[] content) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(label, body)
        .replace(System.lineSeparator(), "\n");
  }

  /**
   * Its content.
   *
   * @throws IllegalArgumentException when it is no Base64
   */
  byte[] der() {
    return Base64.getDecoder().decode(body);
  }
}

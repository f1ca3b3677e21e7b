package dev.pythonservice.operator.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A report of tests as it stands in the log of a container: compressed, in lines of Base64. It is
 * taken on as it is; nothing here reads what is in it.
 */
public final class LoggedReport {

  /** As much as a ConfigMap takes on, in bytes; the container compares with it, too. */
  private static final int LARGEST = 900 << 10;

  /** The same in Base64, with its line ends, in bytes. */
  public static final int LONGEST_LOG = 1300 << 10;

  private LoggedReport() {}

  /**
   * The compressed report.
   *
   * @param log the log
   * @param digest the report's digest, which the container has said
   * @return empty when the log has something else, or not all of it
   */
  public static Optional<byte[]> of(String log, String digest) {
    try {
      byte[] compressed = Base64.getMimeDecoder().decode(log.getBytes(StandardCharsets.US_ASCII));
      return compressed.length <= LARGEST && digestOf(compressed).equals(digest)
          ? Optional.of(compressed)
          : Optional.empty();
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }

  private static String digestOf(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException(exception);
    }
  }
}

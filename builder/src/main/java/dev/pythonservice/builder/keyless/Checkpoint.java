package dev.pythonservice.builder.keyless;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a log said of itself at a time (C2SP, tlog-checkpoint.md and signed-note.md).
 *
 * @param text what is signed
 * @param size how many entries it had
 * @param root the hash of all of them
 * @param signatures signatures of the text
 */
record Checkpoint(String text, long size, byte[] root, List<byte[]> signatures) {

  private static final String SIGNATURE = "\u2014 ";

  /** Each signature begins with a hint at the key that made it. */
  private static final int HINT_BYTES = 4;

  Checkpoint {
    signatures = List.copyOf(signatures);
  }

  static Checkpoint of(String note) throws NotVouched {
    int end = note.indexOf("\n\n");
    List<String> lines = note.substring(0, Math.max(end, 0)).lines().toList();
    if (lines.size() < 3) {
      throw new NotVouched("the checkpoint of its log is none");
    }
    return new Checkpoint(
        note.substring(0, end + 1),
        Long.parseLong(lines.get(1)),
        Base64.getDecoder().decode(lines.get(2)),
        note.substring(end)
            .lines()
            .filter(line -> line.startsWith(SIGNATURE))
            .map(Checkpoint::signature)
            .toList());
  }

  private static byte[] signature(String line) {
    byte[] bytes = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    return Arrays.copyOfRange(bytes, Math.min(HINT_BYTES, bytes.length), bytes.length);
  }

  void requireSignedBy(TransparencyLog log) throws NotVouched {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    if (signatures.stream().noneMatch(signature -> log.signed(content, signature))) {
      throw new NotVouched("the checkpoint of its log is not signed by that log");
    }
  }
}

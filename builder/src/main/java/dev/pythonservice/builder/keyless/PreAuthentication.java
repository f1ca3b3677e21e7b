package dev.pythonservice.builder.keyless;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What is signed of an envelope of DSSE (secure-systems-lab/dsse, protocol.md, "PAE"). */
public final class PreAuthentication {

  private PreAuthentication() {}

  /** Type and content with their lengths, so that nobody can move the border between them. */
  public static byte[] encoding(String type, byte[] content) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 64);
    bytes.writeBytes("DSSEv1 %d ".formatted(typeBytes.length).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(typeBytes);
    bytes.writeBytes(" %d ".formatted(content.length).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }
}

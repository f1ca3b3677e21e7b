package dev.pythonservice.builder.keyless;

import java.util.List;

/**
 * What comes with a signature so that others know whose it is.
 *
 * @param certificate the signer's certificate, X.509 in DER
 * @param timestamps answers of timestamp authorities, in DER; one that holds is enough
 * @param stamped the bytes that the timestamps are about
 */
public record Certification(byte[] certificate, List<byte[]> timestamps, byte[] stamped) {

  public Certification {
    timestamps = List.copyOf(timestamps);
  }
}

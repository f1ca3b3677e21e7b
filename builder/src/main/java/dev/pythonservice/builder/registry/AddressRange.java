package dev.pythonservice.builder.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/** A range of IP addresses in CIDR notation (RFC 4632), such as {@code 10.0.0.0/8}. */
record AddressRange(byte[] start, int bits) {

  static Optional<AddressRange> of(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] start = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > start.length * 8
          ? Optional.empty()
          : Optional.of(new AddressRange(start, bits));
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }

  /** Whether the host is an IP address, not a name, and in the range. */
  boolean contains(String host) {
    try {
      return contains(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
    } catch (IllegalArgumentException exception) {
      return false;
    }
  }

  /** Whether the address is in the range. */
  boolean contains(InetAddress other) {
    byte[] address = other.getAddress();
    int rest = start.length * 8 - bits;
    return address.length == start.length
        && new BigInteger(1, address)
            .shiftRight(rest)
            .equals(new BigInteger(1, start).shiftRight(rest));
  }
}

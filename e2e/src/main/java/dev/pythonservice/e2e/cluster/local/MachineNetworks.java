package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;

/** The networks that this machine is in. */
final class MachineNetworks {

  private MachineNetworks() {}

  /**
   * Makes sure that an address is of none of them. Taking the address of a neighbour, the gateway
   * above all, would cut the machine off at times: it would no longer answer when that neighbour
   * asks by ARP where it is.
   *
   * @param address an IPv4 address
   * @param own the interface that may have it
   * @throws ClusterProblem when one of them has it
   */
  static void requireNone(String address, String own) {
    InetAddress wanted = InetAddress.ofLiteral(address);
    for (NetworkInterface each : interfaces()) {
      each.getInterfaceAddresses().stream()
          .filter(_ -> !each.getName().equals(own))
          .filter(
              network -> contains(network.getAddress(), network.getNetworkPrefixLength(), wanted))
          .findFirst()
          .ifPresent(network -> {
            throw new ClusterProblem(
                ("The cluster's node needs the address %s, which the network %s/%d of this"
                        + " machine's interface %s has; use another machine, a network namespace of"
                        + " its own, or another cluster with CLUSTER=existing")
                    .formatted(
                        address,
                        network.getAddress().getHostAddress(),
                        network.getNetworkPrefixLength(),
                        each.getName()));
          });
    }
  }

  /**
   * Whether an address is in a network.
   *
   * @param prefixLength the number of leading bits that all its addresses share
   */
  static boolean contains(InetAddress network, int prefixLength, InetAddress wanted) {
    byte[] theirs = network.getAddress();
    byte[] ours = wanted.getAddress();
    if (theirs.length != ours.length) {
      return false;
    }
    int hostLength = theirs.length * Byte.SIZE - prefixLength;
    return new BigInteger(1, theirs)
        .shiftRight(hostLength)
        .equals(new BigInteger(1, ours).shiftRight(hostLength));
  }

  private static List<NetworkInterface> interfaces() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces());
    } catch (SocketException problem) {
      throw new UncheckedIOException("This machine's networks cannot be read", problem);
    }
  }
}

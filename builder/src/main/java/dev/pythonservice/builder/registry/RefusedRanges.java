package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a program that asks on behalf of others away from addresses that only itself should reach:
 * its own machine, and what clouds tell their machines. A host's name is looked up for it; the
 * connection that follows takes the same answer, which Java remembers for a while. Behind a proxy
 * only addresses that are written as numbers are checked: it is the proxy that looks up names.
 */
public final class RefusedRanges implements Destinations {

  private static final Set<String> SCHEMES = Set.of("https", "http");

  private final List<AddressRange> ranges;
  private final ProxySettings proxies;

  /**
   * Ranges that may not be asked.
   *
   * @param ranges in CIDR notation, such as {@code 169.254.0.0/16}
   * @param proxies the proxies that requests take
   * @throws IllegalArgumentException when one is no range
   */
  public RefusedRanges(List<String> ranges, ProxySettings proxies) {
    this.ranges = ranges.stream().map(RefusedRanges::range).toList();
    this.proxies = proxies;
  }

  private static AddressRange range(String text) {
    return Optional.of(text)
        .filter(range -> range.contains("/"))
        .flatMap(AddressRange::of)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no range of addresses; write it as 169.254.0.0/16".formatted(text)));
  }

  @Override
  public void check(URI address) {
    String host = address.getHost();
    if (host == null || !SCHEMES.contains(address.getScheme())) {
      throw refused(address);
    }
    boolean literal = ranges.stream().anyMatch(range -> range.contains(host));
    boolean behindProxy = proxies.proxyOf(address).isPresent();
    if (literal || !behindProxy && addresses(host).anyMatch(this::isRefused)) {
      throw refused(address);
    }
  }

  private boolean isRefused(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /** A name that nobody knows is nowhere; connecting to it says so. */
  private static Stream<InetAddress> addresses(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host));
    } catch (UnknownHostException exception) {
      return Stream.empty();
    }
  }

  private static BuildFailure refused(URI address) {
    return new BuildFailure(
        ExitCode.POLICY,
        Fault.FORBIDDEN,
        "%s://%s may not be asked from here; name a server that others reach, too"
            .formatted(address.getScheme(), address.getRawAuthority()));
  }
}

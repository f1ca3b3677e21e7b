package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.registry.Destinations;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.RefusedRanges;
import java.util.List;
import java.util.Map;

/**
 * Where sources may not be. Whoever writes a service chooses an address, and it is the operator
 * that asks there.
 *
 * @param ranges in CIDR notation
 */
public record RefusedSources(List<String> ranges) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is no range
   */
  public RefusedSources {
    ranges = List.copyOf(ranges);
    new RefusedRanges(ranges, ProxySettings.of(Map.of()));
  }

  Destinations behind(ProxySettings proxies) {
    return new RefusedRanges(ranges, proxies);
  }
}

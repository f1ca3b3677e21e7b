package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;
import java.util.Map;
import java.util.TreeMap;

/**
 * A wheel that was built from source, as {@code wheels.json} says it.
 *
 * @param packageName the package, normalised (PEP 503)
 * @param version its version, as the wheel's file name has it
 * @param fileName the wheel's file name, which says what it runs on
 * @param sha256 the hash of its bytes
 * @param size its bytes
 * @param platform what it was asked to run on, for people; the file name decides
 * @param source what it was built from
 * @param tools what built it: name to version. The lock says nothing of these, so they are written
 *     down here
 */
public record BuiltWheel(
    String packageName,
    String version,
    String fileName,
    Digest sha256,
    long size,
    String platform,
    BuiltFrom source,
    Map<String, String> tools) {

  public BuiltWheel {
    tools = Map.copyOf(new TreeMap<>(tools));
  }
}

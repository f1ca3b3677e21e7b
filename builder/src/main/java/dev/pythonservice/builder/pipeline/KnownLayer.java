package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.CLibrary;
import java.util.List;

/**
 * A layer of wheels that is in the registry, with all that is known of the wheels.
 *
 * @param key what decides its bytes, in hexadecimal
 * @param blob the layer
 * @param diffId the digest of its uncompressed archive
 * @param checkedFor the C library that its native code was checked against
 * @param facts the packages in it
 */
record KnownLayer(
    String key, Descriptor blob, Digest diffId, CLibrary checkedFor, List<WheelFacts> facts) {

  KnownLayer {
    facts = List.copyOf(facts);
  }

  /**
   * Whether it is known to run with this C library: a wheel's tag may promise more than is true, so
   * for an older library than it was checked against it is made, and checked, again.
   */
  boolean suits(CLibrary library) {
    boolean isForAny = facts.stream().allMatch(wheel -> wheel.fileName().endsWith("-any.whl"));
    return isForAny || library.isAtLeast(checkedFor);
  }

  /** What a plan says of it. */
  WheelLayer planned() {
    return new WheelLayer(
        key,
        blob,
        diffId,
        facts.stream().map(wheel -> wheel.name() + " " + wheel.version()).toList());
  }
}

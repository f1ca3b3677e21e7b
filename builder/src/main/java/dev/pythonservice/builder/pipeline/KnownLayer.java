package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.install.NativeCheck;
import dev.pythonservice.builder.install.NativeCheck.Checked;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import java.util.List;

/**
 * A layer of wheels that is in the registry, with all that is known of the wheels.
 *
 * @param key what decides its bytes, in hexadecimal
 * @param blob the layer
 * @param diffId the digest of its uncompressed archive
 * @param facts the packages in it
 */
record KnownLayer(String key, Descriptor blob, Digest diffId, List<WheelFacts> facts) {

  KnownLayer {
    facts = List.copyOf(facts);
  }

  /** Looks whether its native code runs on a base image; see {@link #check(List, BaseImage)}. */
  List<String> check(BaseImage base) {
    return check(facts, base);
  }

  /**
   * Looks whether the native code of wheels runs on a base image. A layer is the same for every
   * base image and, where its wheels are for any platform, for every platform, so each one that it
   * is used with is looked at.
   *
   * @return warnings
   * @throws BuildFailure when it does not run
   */
  static List<String> check(List<WheelFacts> facts, BaseImage base) {
    NativeCheck check = new NativeCheck(base.platform(), base.facts());
    return facts.stream()
        .flatMap(wheel ->
            check
                .check(
                    new Checked(
                        wheel.name() + " " + wheel.version(), wheel.fileName(), wheel.natives()))
                .stream())
        .toList();
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

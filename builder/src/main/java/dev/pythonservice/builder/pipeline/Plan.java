package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.stack.Stack;
import dev.pythonservice.builder.target.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything about an image but the project's own files: what the lock, the base image and the
 * options decide. It is kept in the registry by the digest of these, so a build after a change of
 * code reads one blob instead of a lock, and runs no uv.
 *
 * @param platforms the platforms in the order in which they were asked for
 * @param warnings what a person should look at, sorted
 * @param stack which engine serves each layer
 */
record Plan(List<PlatformPlan> platforms, List<String> warnings, Stack stack) {

  Plan {
    platforms = List.copyOf(platforms);
    warnings = List.copyOf(warnings);
  }

  /** The platforms that an image can be made for. */
  List<PlatformPlan> feasible() {
    return platforms.stream().filter(PlatformPlan::feasible).toList();
  }

  /** The layers and bills, which are in the layers' repository. */
  List<Descriptor> blobs() {
    return platforms.stream()
        .flatMap(platform ->
            Stream.concat(
                platform.layers().stream().map(WheelLayer::blob), platform.bill().stream()))
        .distinct()
        .toList();
  }

  /** What rules look at, by platform. */
  Map<String, List<PackageFacts>> contents() {
    Map<String, List<PackageFacts>> contents = new LinkedHashMap<>();
    feasible().forEach(each -> contents.put(each.platform().toString(), each.contents()));
    return contents;
  }

  /** Whether the same packages of the project are used in place on its platforms. */
  boolean hasSameOwnPackages(Plan other) {
    return feasible().stream()
        .allMatch(each -> each.firstParty().equals(other.platform(each.platform()).firstParty()));
  }

  /** What is installed on this platform. */
  PlatformPlan platform(Platform platform) {
    return platforms.stream()
        .filter(each -> each.platform() == platform)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no plan for " + platform));
  }

  /**
   * What is installed on one platform.
   *
   * @param platform the platform
   * @param packages number of third-party packages that are installed
   * @param blockers packages that cannot be installed; then there are no layers
   * @param wheels these packages by their wheels
   * @param layers the layers of wheels, lowest first
   * @param firstParty the project's packages that are used where they lie, the project itself first
   * @param contents what rules look at of each package, the project's own native code included
   * @param bill the bill of materials, a blob in the layers' repository; absent when it is not
   *     feasible
   */
  record PlatformPlan(
      Platform platform,
      int packages,
      List<Blocker> blockers,
      List<PlannedWheel> wheels,
      List<WheelLayer> layers,
      List<FirstParty> firstParty,
      List<PackageFacts> contents,
      Optional<Descriptor> bill) {

    PlatformPlan {
      blockers = List.copyOf(blockers);
      wheels = List.copyOf(wheels);
      layers = List.copyOf(layers);
      firstParty = List.copyOf(firstParty);
      contents = List.copyOf(contents);
    }

    boolean feasible() {
      return blockers.isEmpty();
    }
  }

  /**
   * A layer of wheels that is in the registry.
   *
   * @param key what decides its bytes, in hexadecimal
   * @param blob the layer
   * @param diffId the digest of its uncompressed archive
   * @param packages the packages in it, such as {@code orjson 3.13.0}
   */
  record WheelLayer(String key, Descriptor blob, Digest diffId, List<String> packages) {

    WheelLayer {
      packages = List.copyOf(packages);
    }
  }
}

package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.layers.LayerPlan;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.layers.WheelGroup;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.pipeline.LayerSupply.Wanted;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.request.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in the making: what is feasible, which wheels share a layer, and which of the layers the
 * registry has.
 *
 * @param project what the lock says
 * @param platforms the platforms in the order in which they were asked for
 * @param found layers that are in the registry, by the hexadecimal digest of their key
 */
record Planning(
    LockedProject project, List<PlannedPlatform> platforms, Map<String, KnownLayer> found) {

  /**
   * A platform.
   *
   * @param base its base image
   * @param feasibility whether it is feasible, and with which wheels
   * @param groups the wheels of each layer; none when it is not feasible
   * @param firstParty the packages of the project that the platform needs, the project itself first
   */
  record PlannedPlatform(
      BaseImage base,
      Feasibility feasibility,
      List<WheelGroup> groups,
      List<FirstParty> firstParty) {

    /**
     * The layer that measures and the application's; kept free also for images without the first,
     * so that a plan is the same for both.
     */
    private static final int LAYERS_ABOVE = 2;

    /**
     * Groups the wheels of a platform.
     *
     * @throws BuildFailure when the base image leaves no layer for them
     */
    static PlannedPlatform of(
        BaseImage base, Feasibility feasibility, Selection selection, int mostLayers) {
      if (!feasibility.feasible()) {
        return new PlannedPlatform(base, feasibility, List.of(), selection.firstParty());
      }
      int left = mostLayers - base.layers().size() - LAYERS_ABOVE;
      if (left < Math.min(1, feasibility.wheels().size())) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "The base image %s has %d layers for %s, and an image may have %d with those of packages, of what measures and of the application; use a base image with fewer layers, or raise --max-layers where that is below %d"
                .formatted(
                    base.reference(),
                    base.layers().size(),
                    base.platform(),
                    mostLayers,
                    Limits.USUAL.layers()));
      }
      return new PlannedPlatform(
          base,
          feasibility,
          LayerPlan.of(feasibility.wheels(), base.target().python(), left),
          selection.firstParty());
    }

    /** The packages of the project that are used where they lie. */
    List<FirstParty> usedInPlace() {
      return firstParty.stream().filter(own -> own.needsWheel().isEmpty()).toList();
    }
  }

  /** The layers that are not in the registry. */
  List<Wanted> missing() {
    return wanted(platforms).stream().filter(wanted -> !found.containsKey(wanted.key())).toList();
  }

  /** All layers. */
  static List<Wanted> wanted(List<PlannedPlatform> platforms) {
    List<Wanted> wanted = new ArrayList<>();
    for (PlannedPlatform platform : platforms) {
      platform.groups().forEach(group -> wanted.add(new Wanted(group, platform.base())));
    }
    return wanted;
  }

  /** What rules look at, of each platform that an image can be made for. */
  Map<String, List<PackageFacts>> contents(Contents contents) {
    Map<String, List<PackageFacts>> all = new LinkedHashMap<>();
    platforms.stream()
        .filter(platform -> platform.feasibility().feasible())
        .forEach(platform -> all.put(platform.base().platform().toString(), contents.of(platform)));
    return all;
  }

  /** The layers of a platform, lowest first, once the missing ones are made. */
  static List<KnownLayer> layers(PlannedPlatform platform, Map<String, KnownLayer> known) {
    return platform.groups().stream()
        .map(group -> Optional.ofNullable(known.get(group.key().digest().hex())))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Checks how much the packages of each platform are together, also those that nobody had to
   * unpack this time.
   *
   * @throws BuildFailure when they are more than is allowed
   */
  void requireFitting(Map<String, KnownLayer> known, Limits limits) {
    for (PlannedPlatform platform : platforms) {
      long bytes =
          layers(platform, known).stream()
              .flatMap(layer -> layer.facts().stream())
              .mapToLong(WheelFacts::bytes)
              .sum();
      if (bytes > limits.installedBytes()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "The packages for %s have %d bytes together, which is more than %d; leave some out, or raise the limit with --max-installed-bytes"
                .formatted(platform.base().target(), bytes, limits.installedBytes()));
      }
    }
  }

  /** All layers that are there, once these are made. */
  Map<String, KnownLayer> with(Map<String, KnownLayer> made) {
    Map<String, KnownLayer> all = new LinkedHashMap<>(found);
    all.putAll(made);
    return all;
  }
}

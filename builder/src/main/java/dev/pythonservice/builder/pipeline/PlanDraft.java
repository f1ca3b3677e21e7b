package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes down what was planned, with the layers that there are. */
final class PlanDraft {

  private PlanDraft() {}

  /** What a bill of materials is written of. */
  @FunctionalInterface
  interface BillWriter {
    Descriptor write(
        PlannedPlatform platform, List<FirstParty> ownPackages, List<KnownLayer> layers);
  }

  /**
   * The plan with its layers.
   *
   * @param known all of them, by the hexadecimal digest of their key
   */
  static Plan of(Planning planning, Map<String, KnownLayer> known, BillWriter bills) {
    List<PlatformPlan> platforms = new ArrayList<>();
    Set<String> warnings = new TreeSet<>(planning.project().warnings());
    Contents contents = new Contents().with(known.values());
    for (PlannedPlatform platform : planning.platforms()) {
      List<KnownLayer> layers = Planning.layers(platform, known);
      layers.forEach(layer -> warnings.addAll(layer.check(platform.base())));
      warnings.addAll(BilledComponents.unread(layers));
      Feasibility feasibility = platform.feasibility();
      platforms.add(
          new PlatformPlan(
              platform.base().platform(),
              feasibility.wheels().size(),
              feasibility.blockers(),
              feasibility.wheels().stream().map(PlannedWheel::of).toList(),
              layers.stream().map(KnownLayer::planned).toList(),
              platform.usedInPlace(),
              feasibility.feasible() ? contents.of(platform) : List.of(),
              feasibility.feasible()
                  ? Optional.of(bills.write(platform, platform.usedInPlace(), layers))
                  : Optional.empty()));
    }
    return new Plan(platforms, List.copyOf(warnings), Stacks.of(planning, known));
  }

  /** The plan before its layers are made, for reports of what comes to nothing or is not wanted. */
  static Plan withoutLayers(Planning planning) {
    Descriptor nothing = new Descriptor(MediaTypes.EMPTY, Digest.ofBytes(new byte[0]), 0);
    return of(planning, planning.found(), (platform, own, layers) -> nothing);
  }
}

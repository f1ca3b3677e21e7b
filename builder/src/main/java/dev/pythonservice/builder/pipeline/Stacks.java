package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.stack.Stack;
import dev.pythonservice.builder.stack.StackReader;
import dev.pythonservice.builder.stack.StackReader.InstalledPackage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the stack of what is planned. */
final class Stacks {

  private Stacks() {}

  /**
   * The stack of the first platform that an image can be made for: wheels of other platforms may
   * differ in their bytes, and seldom in their packages. Without such a platform there is none.
   *
   * @param known layers that are there, by the hexadecimal digest of their key; what built the
   *     wheels of others is not known
   */
  static Stack of(Planning planning, Map<String, KnownLayer> known) {
    return planning.platforms().stream()
        .filter(platform -> platform.feasibility().feasible())
        .findFirst()
        .map(platform ->
            new StackReader(
                    installed(platform, known),
                    platform.base().facts().python(),
                    planning.project().tooling())
                .read())
        .orElseGet(Stack::none);
  }

  private static List<InstalledPackage> installed(
      PlannedPlatform platform, Map<String, KnownLayer> known) {
    Map<Digest, String> generators = new HashMap<>();
    Planning.layers(platform, known).stream()
        .flatMap(layer -> layer.facts().stream())
        .forEach(
            wheel -> wheel.generator().ifPresent(text -> generators.put(wheel.sha256(), text)));
    Set<String> own =
        platform.firstParty().stream().map(FirstParty::name).collect(Collectors.toSet());
    return platform.feasibility().wheels().stream()
        .map(wheel -> installed(wheel, generators, own))
        .toList();
  }

  private static InstalledPackage installed(
      ChosenWheel wheel, Map<Digest, String> generators, Set<String> own) {
    return new InstalledPackage(
        wheel.locked().name(),
        wheel.locked().version(),
        wheel.file().fileName(),
        Optional.ofNullable(generators.get(wheel.file().sha256())),
        own.contains(wheel.locked().name()));
  }
}

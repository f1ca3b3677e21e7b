package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.PythonVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which wheels share a layer. Big ones have a layer of their own, which any service with the same
 * wheel finds again. Small ones share a few layers, by their names: which layer a package is in
 * depends on its name and on nothing else, so a new version changes one of them and no other
 * package moves.
 */
public final class LayerPlan {

  /** From this size on a wheel is worth a layer's overhead: a request and a mount. */
  static final long BIG = 100_000;

  /** Layers that small wheels share: few enough to pull fast, enough that a change is small. */
  private static final int SHARED = 8;

  /** Small wheels that are worth a further shared layer. */
  private static final int SMALL_PER_LAYER = 4;

  private static final Comparator<ChosenWheel> LARGEST_FIRST =
      Comparator.<ChosenWheel, Boolean>comparing(wheel -> !isBig(wheel))
          .thenComparing(wheel -> -wheel.file().size())
          .thenComparing(wheel -> wheel.locked().name())
          .thenComparing(wheel -> wheel.file().fileName());

  private static final Comparator<ChosenWheel> BY_NAME =
      Comparator.<ChosenWheel, String>comparing(wheel -> wheel.locked().name())
          .thenComparing(wheel -> wheel.file().fileName());

  private LayerPlan() {}

  /**
   * Groups wheels by layers, those of big wheels first, largest first. Later layers win where two
   * wheels bring the same file, so within the same set the order is always the same.
   *
   * @param wheels the wheels of one platform
   * @param python the Python that compiles them
   * @param layersLeft how many layers there may be, at least 1
   * @throws IllegalArgumentException when there are wheels and no layer is left
   */
  public static List<WheelGroup> of(
      List<ChosenWheel> wheels, PythonVersion python, int layersLeft) {
    if (wheels.isEmpty()) {
      return List.of();
    }
    if (layersLeft < 1) {
      throw new IllegalArgumentException("No layer is left for " + wheels.size() + " wheels");
    }
    List<ChosenWheel> bySize = wheels.stream().sorted(LARGEST_FIRST).toList();
    int shared = Math.min(sharedLayers(bySize), layersLeft);
    int big = bigOnes(bySize);
    boolean allAlone = big == bySize.size() && big <= layersLeft;
    int alone = allAlone ? big : Math.min(big, layersLeft - shared);
    List<WheelGroup> groups = new ArrayList<>();
    bySize.subList(0, alone).forEach(wheel -> groups.add(group(List.of(wheel), python)));
    SortedMap<Integer, List<ChosenWheel>> byBucket = new TreeMap<>();
    bySize
        .subList(alone, bySize.size())
        .forEach(wheel ->
            byBucket.computeIfAbsent(bucket(wheel, shared), none -> new ArrayList<>()).add(wheel));
    byBucket.values().forEach(sharing -> groups.add(group(sharing, python)));
    return List.copyOf(groups);
  }

  private static int bigOnes(List<ChosenWheel> bySize) {
    return (int) bySize.stream().filter(LayerPlan::isBig).count();
  }

  /** A lock may not tell a size; such a wheel is taken for a big one. */
  private static boolean isBig(ChosenWheel wheel) {
    long size = wheel.file().size();
    return size < 0 || size >= BIG;
  }

  /** A power of two, so that a package more or less rarely moves the others. */
  private static int sharedLayers(List<ChosenWheel> bySize) {
    int small = bySize.size() - bigOnes(bySize);
    int wanted = Math.clamp(small / SMALL_PER_LAYER, 1, SHARED);
    return Integer.highestOneBit(wanted);
  }

  private static int bucket(ChosenWheel wheel, int buckets) {
    byte[] name = wheel.locked().name().getBytes(StandardCharsets.UTF_8);
    return Integer.parseInt(Digest.ofBytes(name).hex().substring(0, 4), 16) % buckets;
  }

  private static WheelGroup group(List<ChosenWheel> wheels, PythonVersion python) {
    List<ChosenWheel> ordered = wheels.stream().sorted(BY_NAME).toList();
    return new WheelGroup(LayerKey.of(ordered, python), ordered);
  }
}

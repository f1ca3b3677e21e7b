package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.layers.WheelGroup;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.report.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Layers of wheels: found in the registry by their key, else made and put there, so that the next
 * build of any service finds them.
 */
final class LayerSupply {

  private static final int LOOKUPS_AT_ONCE = 16;

  /** Two layers at once keep two cores busy, and memory small. */
  private static final int MADE_AT_ONCE = 2;

  private final KeyStore store;
  private final Consumer<WheelGroup> ready;
  private final BiFunction<WheelGroup, BaseImage, LayerBlob> maker;
  private final Progress progress;
  private final Map<String, KnownLayer> made = new ConcurrentHashMap<>();
  private final AtomicLong bytesSent = new AtomicLong();

  /**
   * A supply.
   *
   * @param store where layers are found and kept
   * @param maker makes a layer that is not there
   * @param ready waits until all that the maker needs is on this machine
   * @param progress where it is told what is made
   */
  LayerSupply(
      KeyStore store,
      Consumer<WheelGroup> ready,
      BiFunction<WheelGroup, BaseImage, LayerBlob> maker,
      Progress progress) {
    this.store = store;
    this.ready = ready;
    this.maker = maker;
    this.progress = progress;
  }

  /** A group of wheels that one image has in one layer. */
  record Wanted(WheelGroup group, BaseImage base) {

    /** The key of the layer, in hexadecimal. */
    String key() {
      return group.key().digest().hex();
    }
  }

  /**
   * The layers that are there already, by the hexadecimal digest of their key.
   *
   * @throws BuildFailure when native code in one of them does not run on a base image that wants it
   */
  Map<String, KnownLayer> find(List<Wanted> wanted) {
    Map<String, KnownLayer> found = new ConcurrentHashMap<>();
    Parallel.each(
        distinct(wanted),
        LOOKUPS_AT_ONCE,
        each -> {
          find(each).ifPresent(layer -> found.put(layer.key(), layer));
          return each;
        });
    for (Wanted each : wanted) {
      Optional.ofNullable(found.get(each.key())).ifPresent(layer -> layer.check(each.base()));
    }
    return found;
  }

  /**
   * Makes the layers of these groups, each once.
   *
   * @throws BuildFailure when one cannot be made, or its native code does not run on a base image
   *     that wants it
   */
  Map<String, KnownLayer> make(List<Wanted> missing) {
    Semaphore places = new Semaphore(MADE_AT_ONCE, true);
    List<Wanted> each = distinct(missing);
    // Who waits for the network takes no place from those who need the processor.
    Parallel.each(
        each,
        Math.max(1, each.size()),
        wanted -> {
          ready.accept(wanted.group());
          return Parallel.within(places, () -> make(wanted, bases(wanted.key(), missing)));
        });
    return Map.copyOf(made);
  }

  /** Keys of the layers that this build made. */
  Set<String> made() {
    return Set.copyOf(made.keySet());
  }

  /** Compressed bytes of the layers that were sent to the registry. */
  long bytesSent() {
    return bytesSent.get();
  }

  private Optional<KnownLayer> find(Wanted wanted) {
    return store
        .get(PlanStore.LAYER, wanted.group().key().digest())
        .flatMap(entry -> PlanStore.read(entry.facts(), KnownLayer.class))
        .filter(layer -> store.registry().has(store.repository(), layer.blob().digest()));
  }

  private static List<BaseImage> bases(String key, List<Wanted> wanted) {
    return wanted.stream().filter(each -> each.key().equals(key)).map(Wanted::base).toList();
  }

  private KnownLayer make(Wanted wanted, List<BaseImage> bases) {
    WheelGroup group = wanted.group();
    LayerBlob blob = maker.apply(group, wanted.base());
    bases.forEach(base -> KnownLayer.check(blob.facts(), base));
    Registry registry = store.registry();
    registry.push(store.repository(), blob.descriptor(), new BlobContent.Local(blob.file()));
    KnownLayer layer =
        new KnownLayer(group.key().digest().hex(), blob.descriptor(), blob.diffId(), blob.facts());
    store.put(
        PlanStore.LAYER, group.key().digest(), PlanStore.write(layer), List.of(blob.descriptor()));
    bytesSent.addAndGet(blob.descriptor().size());
    made.put(layer.key(), layer);
    progress.say("made the layer of " + names(group));
    return layer;
  }

  private static List<Wanted> distinct(List<Wanted> wanted) {
    Map<String, Wanted> byKey = new LinkedHashMap<>();
    wanted.forEach(each -> byKey.putIfAbsent(each.key(), each));
    return List.copyOf(byKey.values());
  }

  private static String names(WheelGroup group) {
    String first = group.wheels().getFirst().locked().toString();
    int others = group.wheels().size() - 1;
    return others == 0 ? first : "%s and %d small ones".formatted(first, others);
  }
}

package dev.pythonservice.operator.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store of many objects that are alike and seldom looked at: it keeps their JSON,
 * compressed, and makes objects of it when somebody asks. Some hundred bytes are kept so of what as
 * Java objects takes tens of thousands. As with every informer's store, who gets an object may not
 * change it: the next one may get the same.
 *
 * <p>What asks for all objects reads all of that JSON, or of most kinds their metadata ({@link
 * Listing}); names and indexes do not. Informers with several namespaces must not share a store:
 * what one lists again, it removes from the other.
 *
 * @param <T> what is stored
 */
final class CompactStore<T extends HasMetadata> implements ItemStore<T> {

  private final Class<T> type;
  private final KubernetesSerialization serialization;
  private final UnaryOperator<T> pruning;
  private final Predicate<T> resting;
  private final Listing listing;
  private final Map<String, Kept<T>> kept = new ConcurrentHashMap<>();
  private final LatelyRead<Kept.Compressed<T>, T> lately = new LatelyRead<>();

  /** Like the first object, which is as good as any. */
  private final AtomicReference<Optional<Likeness>> likeness =
      new AtomicReference<>(Optional.empty());

  /**
   * How an object is kept.
   *
   * @param <T> what is stored
   */
  private sealed interface Kept<T> {

    record Whole<T>(T object) implements Kept<T> {}

    /** One is equal to itself alone, as arrays are: each put makes another one. */
    record Compressed<T>(byte[] json) implements Kept<T> {}
  }

  /** What whoever asks for all objects, or is told that one is new, gets of each. */
  enum Listing {
    /** All of it: for objects that are reconciled, and have indexes. */
    WHOLE,
    /**
     * Its metadata without managed fields, which says what it is, and whose. A starting informer
     * holds all objects that it lists until its event source has asked for all of them once more;
     * as whole ones they would need many times the memory that is needed later.
     */
    METADATA
  }

  /**
   * An empty store.
   *
   * @param pruning takes from an object what nobody asks for; what it returns may be another object
   * @param resting which objects are seldom looked at; the others are kept as they are, and
   *     everybody who asks gets the same one
   * @param listing what is there of each for whoever asks for all
   */
  CompactStore(
      Class<T> type,
      KubernetesSerialization serialization,
      UnaryOperator<T> pruning,
      Predicate<T> resting,
      Listing listing) {
    this.type = type;
    this.serialization = serialization;
    this.pruning = pruning;
    this.resting = resting;
    this.listing = listing;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  /** Empties an object that is new, where {@link Listing} says so. */
  @Override
  public @Nullable T put(String key, T object) {
    T needed = pruning.apply(object);
    Kept<T> entry = resting.test(needed) ? compressed(needed) : new Kept.Whole<>(needed);
    Kept<T> before = kept.put(key, entry);
    if (before == null && listing == Listing.METADATA && entry instanceof Kept.Compressed<T>) {
      Metadata.empty(object);
    }
    return read(before);
  }

  private Kept<T> compressed(T object) {
    byte[] json = serialization.asJson(object).getBytes(UTF_8);
    Likeness shared =
        likeness
            .updateAndGet(first -> first.or(() -> Optional.of(new Likeness(json))))
            .orElseThrow();
    return new Kept.Compressed<>(shared.compress(json));
  }

  @Override
  public @Nullable T remove(String key) {
    return read(kept.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return kept.values().stream().map(this::readOnce);
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public @Nullable T get(String key) {
    return read(kept.get(key));
  }

  /** An object is told of as it arrives, rather than read once more when all have arrived. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable T read(@Nullable Kept<T> object) {
    return switch (object) {
      case null -> null;
      case Kept.Whole<T>(T whole) -> whole;
      case Kept.Compressed<T> compressed -> lately.get(compressed, this::restored);
    };
  }

  /** Who reads all of them asks for none of them again. */
  private T readOnce(Kept<T> object) {
    return switch (object) {
      case Kept.Whole<T>(T whole) -> whole;
      case Kept.Compressed<T> compressed ->
          switch (listing) {
            case WHOLE -> restored(compressed);
            case METADATA -> object(Metadata.of(json(compressed)));
          };
    };
  }

  private T restored(Kept.Compressed<T> compressed) {
    return object(json(compressed));
  }

  private byte[] json(Kept.Compressed<T> compressed) {
    return likeness.get().orElseThrow().restore(compressed.json());
  }

  private T object(byte[] json) {
    return serialization.unmarshal(new ByteArrayInputStream(json), type);
  }
}

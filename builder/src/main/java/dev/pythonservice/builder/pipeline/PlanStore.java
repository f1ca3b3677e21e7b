package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.KeyStore;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Plans in the registry, by their key, as JSON. */
final class PlanStore {

  /** Kinds of keys. */
  static final String LAYER = "layer";

  private static final String PLAN = "plan";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();

  private final KeyStore store;
  private final Remembered remembered;

  PlanStore(KeyStore store, Remembered remembered) {
    this.store = store;
    this.remembered = remembered;
  }

  /** The plan that an earlier build left under this key. */
  Optional<Plan> find(Digest key) {
    return remembered.find(
        name(key),
        Plan.class,
        () -> store.get(PLAN, key).flatMap(entry -> read(entry.facts(), Plan.class)));
  }

  /** Keeps a plan; the registry keeps its layers and bills as long as the plan. */
  void keep(Digest key, Plan plan) {
    store.put(PLAN, key, write(plan), plan.blobs());
    remembered.put(name(key), plan);
  }

  /** Forgets a plan whose layers are gone. */
  void forget(Digest key) {
    remembered.forget(name(key));
  }

  private String name(Digest key) {
    return "plan " + store.repository() + " " + key;
  }

  /** Reads JSON; empty for what another version of this program wrote, which is made anew. */
  static <T> Optional<T> read(byte[] json, Class<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(json, type));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }

  static byte[] write(Object value) {
    return JSON.writeValueAsBytes(value);
  }
}

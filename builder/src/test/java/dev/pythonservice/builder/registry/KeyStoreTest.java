package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The store of what was worked out once")
final class KeyStoreTest {

  private static final Digest KEY = Digest.ofBytes(new byte[] {42});
  private static final byte[] FACTS = "{\"python\":\"3.13.5\"}".getBytes(StandardCharsets.UTF_8);

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final KeyStore store = new KeyStore(registry, server.repository("layers"));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("has nothing under a new key")
  void startsEmpty() {
    assertThat(store.get("layer", KEY)).isEmpty();
  }

  @Test
  @DisplayName("gives back facts and blobs with a single request")
  void keeps() {
    Descriptor blob = registry.push(store.repository(), MediaTypes.LAYER_ZSTD, new byte[] {1, 2});
    store.put("layer", KEY, FACTS, List.of(blob));
    int before = server.requests().size();

    KeyStore.Entry entry = store.get("layer", KEY).orElseThrow();

    assertThat(entry.facts()).isEqualTo(FACTS);
    assertThat(entry.blobs()).containsExactly(blob);
    assertThat(server.requests()).hasSize(before + 1);
    assertThat(server.requests().getLast())
        .endsWith("/manifests/layer-" + KEY.hex().substring(0, 40));
  }

  @Test
  @DisplayName("keeps nothing that would be refused when it is read again")
  void keepsNothingHuge() {
    store.put("base", KEY, new byte[(64 << 20) + 1], List.of());

    assertThat(store.get("base", KEY)).isEmpty();
    assertThat(server.requests("PUT")).isEmpty();
  }

  @Test
  @DisplayName("gives back facts that are too large for a manifest, without blobs")
  void keepsLargeFacts() {
    byte[] large = new byte[5 << 20];
    large[7] = 9;
    store.put("base", KEY, large, List.of());

    KeyStore.Entry entry = store.get("base", KEY).orElseThrow();

    assertThat(entry.facts()).isEqualTo(large);
    assertThat(entry.blobs()).isEmpty();
  }

  @Test
  @DisplayName("does not mix up kinds")
  void tellsKindsApart() {
    store.put("base", KEY, FACTS, List.of());

    assertThat(store.get("plan", KEY)).isEmpty();
  }

  @Test
  @DisplayName("changes nothing when the same is put again")
  void putsTwice() {
    store.put("base", KEY, FACTS, List.of());
    Manifest first = server.manifest("layers", tag()).orElseThrow();

    store.put("base", KEY, FACTS, List.of());

    assertThat(server.manifest("layers", tag()).orElseThrow().digest()).isEqualTo(first.digest());
  }

  @Test
  @DisplayName("has nothing where somebody else's artifact or another key stands under the tag")
  void ignoresOthers() {
    String other =
        "{\"config\": {}, \"layers\": [], \"annotations\": {\"dev.pythonservice.key\": \"%s\"}}";
    for (String content : List.of("{}", "no JSON", other.formatted(KEY))) {
      server.replace(
          "layers",
          tag(),
          new Manifest(MediaTypes.MANIFEST, content.getBytes(StandardCharsets.UTF_8)));

      assertThat(store.get("base", KEY)).isEmpty();
    }
  }

  private static String tag() {
    return "base-" + KEY.hex().substring(0, 40);
  }
}

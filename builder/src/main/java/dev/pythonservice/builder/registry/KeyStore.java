package dev.pythonservice.builder.registry;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was worked out once and is found again by its key: a small artifact for each key, under a
 * tag that follows from it, in the repository where the layers are. Its configuration is what is
 * known (facts); its layers are the blobs that belong to it, so that the registry does not clear
 * them away. Who loses a race to put the same key loses nothing: equal keys have equal content.
 *
 * @param registry the client
 * @param repository where the artifacts and their blobs are
 */
public record KeyStore(Registry registry, Repository repository) {

  private static final int TAG_LENGTH = 40;
  private static final String KEY = "dev.pythonservice.key";

  /** The most bytes that facts may have. */
  private static final int FACTS_LIMIT = 64 << 20;

  /** Facts up to this size stand in the manifest itself: one request reads both. */
  private static final int INLINE_LIMIT = 512 << 10;

  /** OCI image-spec, manifest.md: at least one layer, for the sake of older registries. */
  private static final byte[] NOTHING = {'{', '}'};

  /**
   * What is kept under a key.
   *
   * @param facts what is known, usually as JSON
   * @param blobs the blobs that belong to it, in the order in which they were put
   */
  public record Entry(byte[] facts, List<Descriptor> blobs) {
    public Entry {
      blobs = List.copyOf(blobs);
    }
  }

  /**
   * Looks up a key: one request, and another one for large facts.
   *
   * @param kind what it is about: {@code layer}, {@code base}, {@code plan} or {@code attestations}
   * @param key the digest of everything that decides the content
   * @return empty when nothing is there, or when it is damaged and so has to be made again
   */
  public Optional<Entry> get(String kind, Digest key) {
    return registry.manifest(repository, tag(kind, key)).flatMap(manifest -> entry(manifest, key));
  }

  private Optional<Entry> entry(Manifest manifest, Digest key) {
    try {
      JsonNode json = manifest.json();
      if (!json.path("annotations").path(KEY).asString("").equals(key.toString())) {
        return Optional.empty();
      }
      Descriptor config = Descriptor.of(json.path("config"));
      if (config.size() > FACTS_LIMIT) {
        return Optional.empty();
      }
      byte[] facts =
          inline(json.path("config").path("data"), config)
              .orElseGet(() -> registry.smallBlob(repository, config, FACTS_LIMIT));
      List<Descriptor> blobs =
          json.path("layers").values().stream()
              .map(Descriptor::of)
              .filter(blob -> !blob.mediaType().equals(MediaTypes.EMPTY))
              .toList();
      return Optional.of(new Entry(facts, blobs));
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }

  /** Embedded content (OCI image-spec, descriptor.md, {@code data}), if it is what it should be. */
  private static Optional<byte[]> inline(JsonNode data, Descriptor config) {
    return Optional.of(data.asString(""))
        .filter(text -> !text.isEmpty())
        .map(text -> Base64.getDecoder().decode(text))
        .filter(bytes -> Digest.ofBytes(bytes).equals(config.digest()));
  }

  /**
   * Keeps something under a key; not what would be too large to be read again.
   *
   * @param facts what is known
   * @param blobs blobs that belong to it; the repository has them already (see {@link
   *     Registry#push})
   */
  public void put(String kind, Digest key, byte[] facts, List<Descriptor> blobs) {
    if (facts.length > FACTS_LIMIT) {
      return;
    }
    Descriptor config =
        registry.push(
            repository, "application/vnd.pythonservice.%s.v1+json".formatted(kind), facts);
    ArrayNode layers = JsonNodeFactory.instance.arrayNode();
    blobs.forEach(blob -> layers.add(blob.json()));
    if (blobs.isEmpty()) {
      layers.add(registry.push(repository, MediaTypes.EMPTY, NOTHING).json());
    }
    registry.tag(repository, manifest(config, facts, key, layers), tag(kind, key));
  }

  private static Manifest manifest(Descriptor config, byte[] facts, Digest key, ArrayNode layers) {
    ObjectNode configuration = config.json();
    if (facts.length <= INLINE_LIMIT) {
      configuration.put("data", Base64.getEncoder().encodeToString(facts));
    }
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.MANIFEST)
            .put("artifactType", config.mediaType());
    json.set("config", configuration);
    json.set("layers", layers);
    json.putObject("annotations").put(KEY, key.toString());
    return Manifest.of(MediaTypes.MANIFEST, json);
  }

  private static String tag(String kind, Digest key) {
    return kind + "-" + key.hex().substring(0, TAG_LENGTH);
  }
}

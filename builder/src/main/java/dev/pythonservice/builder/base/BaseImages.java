package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.target.Platform;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds base images in their registries and reads what they bring. What was read is kept, so that
 * the layers of an image are read once and not by every build.
 */
public final class BaseImages {

  /** Part of the key: what was kept by a program that read other facts is not found. */
  private static final String FACTS = "base image facts 1 ";

  private static final String KIND = "base";

  private final Registry registry;
  private final Optional<KeyStore> kept;
  private final boolean keep;

  /**
   * Base images.
   *
   * @param registry where they are
   * @param kept what was read before
   * @param keep whether what is read may be kept; not in a dry run, which writes nothing
   */
  public BaseImages(Registry registry, KeyStore kept, boolean keep) {
    this(registry, Optional.of(kept), keep);
  }

  private BaseImages(Registry registry, Optional<KeyStore> kept, boolean keep) {
    this.registry = registry;
    this.kept = kept;
    this.keep = keep;
  }

  /** Base images of which nothing is kept: each is read anew. */
  public static BaseImages unknown(Registry registry) {
    return new BaseImages(registry, Optional.empty(), false);
  }

  /**
   * The variants of a base image for these platforms.
   *
   * @param reference an index or a single manifest, by tag or digest
   * @param platforms the platforms that are wanted
   * @throws BuildFailure when there is none for one of them, or it has no Python or no known C
   *     library
   */
  public Map<Platform, BaseImage> resolve(String reference, List<Platform> platforms) {
    Reference asked = Reference.of(reference);
    Manifest named = registry.manifest(asked);
    if (!named.isIndex()) {
      return resolveSingle(asked, named, Set.copyOf(platforms));
    }
    Map<String, Descriptor> variants = variants(named);
    Map<Platform, Descriptor> wanted = new EnumMap<>(Platform.class);
    for (Platform platform : platforms) {
      Descriptor variant = variants.get(platform.toString());
      if (variant == null) {
        throw missing(asked, Set.of(platform), variants.keySet());
      }
      wanted.put(platform, variant);
    }
    return readAll(asked, wanted);
  }

  /** The first variant of each platform: others are for special processors (image-index.md). */
  private static Map<String, Descriptor> variants(Manifest index) {
    Map<String, Descriptor> variants = new LinkedHashMap<>();
    for (JsonNode entry : index.json().path("manifests")) {
      String name = name(entry.path("platform"));
      if (!name.contains("unknown")) {
        variants.putIfAbsent(name, Descriptor.of(entry));
      }
    }
    return variants;
  }

  private static String name(JsonNode platform) {
    return platform.path("os").asString("unknown")
        + "/"
        + platform.path("architecture").asString("unknown");
  }

  private Map<Platform, BaseImage> readAll(Reference asked, Map<Platform, Descriptor> wanted) {
    Map<Platform, Future<BaseImage>> running = new EnumMap<>(Platform.class);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wanted.forEach((platform, variant) ->
          running.put(platform, threads.submit(() -> image(asked, platform, variant))));
    }
    Map<Platform, BaseImage> images = new EnumMap<>(Platform.class);
    running.forEach((platform, image) -> images.put(platform, result(image)));
    return images;
  }

  private static BaseImage result(Future<BaseImage> image) {
    if (image.state() == Future.State.SUCCESS) {
      return image.resultNow();
    }
    if (image.exceptionNow() instanceof BuildFailure failure) {
      throw failure;
    }
    throw new CompletionException(image.exceptionNow());
  }

  private BaseImage image(Reference asked, Platform platform, Descriptor variant) {
    Optional<KeptImage> before = kept(variant.digest());
    if (before.isPresent()) {
      return before.get().image(asked, platform);
    }
    Reference exact =
        new Reference(asked.repository(), Optional.empty(), Optional.of(variant.digest()));
    return read(asked, platform, registry.manifest(exact));
  }

  /** Only its configuration says which platform a single image is for. */
  private Map<Platform, BaseImage> resolveSingle(
      Reference asked, Manifest manifest, Set<Platform> platforms) {
    JsonNode config =
        kept(manifest.digest())
            .map(KeptImage::config)
            .orElseGet(() -> reader().config(asked, manifest));
    Set<String> there = Set.of(name(config));
    Set<Platform> missing =
        platforms.stream()
            .filter(platform -> !there.contains(platform.toString()))
            .collect(Collectors.toSet());
    if (!missing.isEmpty()) {
      throw missing(asked, missing, there);
    }
    Platform platform = platforms.iterator().next();
    return Map.of(
        platform,
        kept(manifest.digest())
            .map(image -> image.image(asked, platform))
            .orElseGet(() -> read(asked, platform, manifest)));
  }

  private BaseImage read(Reference asked, Platform platform, Manifest manifest) {
    BaseImage image = reader().read(asked, platform, manifest);
    if (keep) {
      kept.ifPresent(
          store -> store.put(KIND, key(manifest.digest()), KeptImage.of(image).bytes(), List.of()));
    }
    return image;
  }

  private BaseImageReader reader() {
    return new BaseImageReader(registry);
  }

  private Optional<KeptImage> kept(Digest manifest) {
    return kept.flatMap(store -> store.get(KIND, key(manifest)))
        .map(entry -> KeptImage.of(entry.facts()));
  }

  private static Digest key(Digest manifest) {
    return Digest.ofBytes((FACTS + manifest).getBytes(StandardCharsets.UTF_8));
  }

  private static BuildFailure missing(Reference asked, Set<Platform> missing, Set<String> there) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The base image %s is not there for %s, only for %s; use a base image that is, or build for other platforms"
            .formatted(
                asked,
                missing.stream().map(Platform::toString).sorted().collect(Collectors.joining(", ")),
                String.join(", ", new TreeSet<>(there))));
  }
}

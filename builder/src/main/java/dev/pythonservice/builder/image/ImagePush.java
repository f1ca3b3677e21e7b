package dev.pythonservice.builder.image;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.image.PushSummary.Placed;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Placement;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Brings an image into a registry from below: blobs, manifests, index, and its tags last. Whatever
 * happens in between, no tag names half an image.
 *
 * @param registry the client
 * @param repository where the image goes
 */
public record ImagePush(Registry registry, Repository repository) {

  /** Enough to fill a line, and few enough for registries that count requests. */
  private static final int AT_ONCE = 6;

  private record Blob(Descriptor descriptor, BlobContent content) {}

  /**
   * Pushes the image; it can be had by its digest afterwards, and by no tag yet. An image that is
   * there as a whole is not written again.
   *
   * @throws BuildFailure when the registry refuses, or a layer cannot be read
   */
  public PushSummary push(Image image) {
    List<Placed> placed = together(blobs(image), this::place);
    List<Manifest> manifests = image.platforms().stream().map(PlatformImage::manifest).toList();
    // Asked only then, so that it costs nothing where something changed.
    boolean nothingNew = placed.stream().allMatch(each -> each.placement() == Placement.PRESENT);
    if (nothingNew && isThere(manifests) && has(image.index())) {
      return PushSummary.of(placed, 0, 0);
    }
    together(manifests, manifest -> registry.push(repository, manifest));
    registry.push(repository, image.index());
    long bytes = manifests.stream().mapToLong(manifest -> manifest.descriptor().size()).sum();
    return PushSummary.of(placed, manifests.size() + 1, bytes + image.index().descriptor().size());
  }

  private boolean isThere(List<Manifest> manifests) {
    return together(manifests, this::has).stream().allMatch(Boolean::booleanValue);
  }

  private boolean has(Manifest manifest) {
    return registry.manifest(repository, manifest.digest().toString()).isPresent();
  }

  /** Whether a tag names the image. */
  public boolean names(String tag, Image image) {
    return registry
        .manifest(repository, tag)
        .filter(manifest -> manifest.digest().equals(image.index().digest()))
        .isPresent();
  }

  /**
   * Lets tags name the image, which was pushed before. No registry changes several tags at once;
   * where one fails, those before it are put back to what they named.
   *
   * @throws BuildFailure when the registry refuses
   */
  public void tag(Image image, List<String> tags) {
    Map<String, Manifest> before = tags.size() > 1 ? named(tags) : Map.of();
    for (int index = 0; index < tags.size(); index++) {
      try {
        registry.tag(repository, image.index(), tags.get(index));
      } catch (BuildFailure failure) {
        throw putBack(tags.subList(0, index), before, failure);
      }
    }
  }

  /** What tags name now; those that are not there are left out. */
  private Map<String, Manifest> named(List<String> tags) {
    Map<String, Manifest> named = new ConcurrentHashMap<>();
    together(
        tags,
        tag -> {
          registry.manifest(repository, tag).ifPresent(manifest -> named.put(tag, manifest));
          return tag;
        });
    return named;
  }

  /** The failure to be told; a tag that was not there before cannot be taken away everywhere. */
  private BuildFailure putBack(
      List<String> tags, Map<String, Manifest> before, BuildFailure failure) {
    List<String> moved = new ArrayList<>();
    for (String tag : tags) {
      Optional<Manifest> old = Optional.ofNullable(before.get(tag));
      if (old.isEmpty() || !isPutBack(tag, old.get())) {
        moved.add(tag);
      }
    }
    return moved.isEmpty()
        ? failure
        : new BuildFailure(
            failure.exitCode(),
            "%s; the new image is already named by %s"
                .formatted(failure.sentence(), String.join(", ", moved)));
  }

  private boolean isPutBack(String tag, Manifest old) {
    try {
      registry.tag(repository, old, tag);
      return true;
    } catch (BuildFailure failure) {
      return false;
    }
  }

  /** Each blob once, also where platforms share it. */
  private static Collection<Blob> blobs(Image image) {
    Map<Digest, Blob> blobs = new LinkedHashMap<>();
    for (PlatformImage platform : image.platforms()) {
      for (Layer layer : platform.layers()) {
        blobs.putIfAbsent(
            layer.descriptor().digest(), new Blob(layer.descriptor(), layer.content()));
      }
      blobs.putIfAbsent(
          platform.config().digest(),
          new Blob(platform.config(), new BlobContent.Small(platform.configBytes())));
    }
    return blobs.values();
  }

  private Placed place(Blob blob) {
    return new Placed(
        registry.push(repository, blob.descriptor(), blob.content()), blob.descriptor().size());
  }

  /** Does it with all, a few at once; the first failure ends the others. */
  private static <T, R> List<R> together(Collection<T> inputs, Function<T, R> step) {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("push-", 0).factory())) {
      try {
        return results(new ExecutorCompletionService<>(executor), inputs, step);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static <T, R> List<R> results(
      ExecutorCompletionService<R> running, Collection<T> inputs, Function<T, R> step) {
    inputs.forEach(input -> running.submit(() -> step.apply(input)));
    List<R> results = new ArrayList<>();
    try {
      while (results.size() < inputs.size()) {
        results.add(running.take().get());
      }
      return results;
    } catch (ExecutionException exception) {
      throw exception.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(exception.getCause());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The push was interrupted");
    }
  }
}

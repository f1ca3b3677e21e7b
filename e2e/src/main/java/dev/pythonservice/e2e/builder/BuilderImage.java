package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.ProgramImage;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.runtime.RuntimeFolder;
import dev.pythonservice.e2e.runtime.RuntimeLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The images that build pods run, for the platform of the machine that makes them, as the builder's
 * AOT cache is. The usual one is the builder's runtime on the image of the Python that most
 * services use, with the other Pythons beside it, as bytecode is compiled by the very version that
 * will load it. The other one, for wheels, is the same runtime on compilers.
 *
 * @param images the base images
 * @param runtimes what makes the builder's runtime
 */
public record BuilderImage(BaseImages images, BuilderRuntimes runtimes) {

  private static final String REPOSITORY = "builder";

  /** With compilers. */
  private static final String NATIVE_REPOSITORY = "builder-native";

  /** Where the runtime is in the image. */
  private static final Path HOME = Path.of("/opt/pythonservice-builder");

  /** Names the Pythons to the builder, as {@code --interpreter} does; the first is the base's. */
  private static final String INTERPRETERS = "PYTHONSERVICE_INTERPRETERS";

  /**
   * Sees that the registry has the image of today's program. What the registry has costs one
   * request: an AOT cache never comes out the same twice, so what decides it is in the tag.
   *
   * @param registry host and port of a registry that speaks plain HTTP
   * @return its reference by digest
   * @throws ClusterProblem when it cannot be made or pushed, with the remedy
   */
  public String publishTo(String registry, Progress progress) {
    return publishTo(registry, REPOSITORY, runtimes.key(), this::image, progress);
  }

  /**
   * Sees that the registry has the image of today's program with compilers, in which wheels are
   * built. It is large: half a gigabyte goes to a registry that has nothing of it.
   *
   * @param registry host and port of a registry that speaks plain HTTP
   * @return its reference by digest
   * @throws ClusterProblem when it cannot be made or pushed, with the remedy
   */
  public String publishNativeTo(String registry, Progress progress) {
    String key = Digests.of(runtimes.key() + images.compilersKey());
    return publishTo(registry, NATIVE_REPOSITORY, key, this::nativeImage, progress);
  }

  /** What makes an image of the runtime. */
  @FunctionalInterface
  private interface Recipe {
    ProgramImage image(BuilderRuntime runtime, String tag, Path work) throws IOException;
  }

  private String publishTo(
      String registry, String repository, String key, Recipe recipe, Progress progress) {
    String tag = key.substring(0, 16);
    Optional<String> published = images.find(registry, repository, tag);
    return published.orElseGet(() -> publish(registry, tag, recipe, progress));
  }

  private String publish(String registry, String tag, Recipe recipe, Progress progress) {
    BuilderRuntime runtime = runtimes.provide(progress);
    try {
      Path work = Files.createTempDirectory("builder-image");
      progress.say("making the builder's image");
      String reference = images.publish(recipe.image(runtime, tag, work), registry);
      Folders.delete(work);
      return reference;
    } catch (IOException problem) {
      throw new ClusterProblem("The builder's image cannot be made: " + problem);
    }
  }

  private ProgramImage nativeImage(BuilderRuntime runtime, String tag, Path work)
      throws IOException {
    return image(
        BaseImages.COMPILERS,
        NATIVE_REPOSITORY,
        tag,
        ownLayers(runtime, work),
        new LinkedHashMap<>(),
        "Builds images from locked Python projects, and wheels of native code");
  }

  /** What changes seldom is below what changes often, so that a node pulls little of a new one. */
  private ProgramImage image(BuilderRuntime runtime, String tag, Path work) throws IOException {
    Path pythons = work.resolve("pythons");
    RuntimeLayers parts = new RuntimeLayers(runtime.home(), HOME, work);
    StringBuilder interpreters = new StringBuilder("/");
    for (String name : Pythons.ALL) {
      if (!name.equals(Pythons.BASE)) {
        Path folder =
            Pythons.unpack(images, name, RuntimeLayers.inImage(pythons, HOME.resolve("python")));
        interpreters.append(":/").append(pythons.relativize(folder));
      }
    }
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put(INTERPRETERS, interpreters.toString());
    return image(
        Pythons.BASE,
        REPOSITORY,
        tag,
        Stream.concat(
                Stream.of(
                    new ProgramImage.Folder("Pythons that compile bytecode", pythons),
                    parts.layer("programs that check projects", checkers())),
                ownLayers(runtime, work).stream())
            .toList(),
        environment,
        "Builds images from locked Python projects");
  }

  private static String[] checkers() {
    return BuilderRuntime.CHECKERS.stream().map("bin/"::concat).toArray(String[]::new);
  }

  private static List<ProgramImage.Folder> ownLayers(BuilderRuntime runtime, Path work)
      throws IOException {
    RuntimeLayers parts = new RuntimeLayers(runtime.home(), HOME, work);
    return List.of(
        parts.layer("the builder's Java", "java"),
        parts.layer("uv", "bin/uv"),
        parts.layer("the builder's libraries", "libraries"),
        parts.layer("the builder", BuilderRuntime.PROGRAM, BuilderRuntime.CACHE));
  }

  private static ProgramImage image(
      String base,
      String repository,
      String tag,
      List<ProgramImage.Folder> layers,
      SequencedMap<String, String> environment,
      String description) {
    environment.put("PATH", HOME.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", repository);
    labels.put("org.opencontainers.image.description", description);
    return new ProgramImage(
        base,
        repository,
        tag,
        layers,
        RuntimeFolder.FILE_TIME,
        new BuilderRuntime(HOME).command(),
        environment,
        labels);
  }
}

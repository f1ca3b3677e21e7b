package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.BaseImages;
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

/**
 * The image that build pods run: the builder's runtime on the image of the Python that most
 * services use, with the other Pythons beside it, as bytecode is compiled by the very version that
 * will load it. It is for the platform of the machine that makes it, as its AOT cache is.
 *
 * @param images the base images
 * @param runtimes what makes the builder's runtime
 */
public record BuilderImage(BaseImages images, BuilderRuntimes runtimes) {

  private static final String REPOSITORY = "builder";

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
    String tag = runtimes.key().substring(0, 16);
    Optional<String> published = images.find(registry, REPOSITORY, tag);
    return published.orElseGet(() -> publish(registry, tag, progress));
  }

  private String publish(String registry, String tag, Progress progress) {
    BuilderRuntime runtime = runtimes.provide(progress);
    try {
      Path work = Files.createTempDirectory("builder-image");
      progress.say("making the builder's image");
      String reference = images.publish(image(runtime, tag, work), registry);
      Folders.delete(work);
      return reference;
    } catch (IOException problem) {
      throw new ClusterProblem("The builder's image cannot be made: " + problem);
    }
  }

  /** What changes seldom is below what changes often, so that a node pulls little of a new one. */
  private ProgramImage image(BuilderRuntime runtime, String tag, Path work) throws IOException {
    Path pythons = work.resolve("pythons");
    StringBuilder interpreters = new StringBuilder("/");
    for (String name : Pythons.ALL) {
      if (!name.equals(Pythons.BASE)) {
        Path folder =
            Pythons.unpack(images, name, RuntimeLayers.inImage(pythons, HOME.resolve("python")));
        interpreters.append(":/").append(pythons.relativize(folder));
      }
    }
    RuntimeLayers parts = new RuntimeLayers(runtime.home(), HOME, work);
    List<ProgramImage.Folder> layers =
        List.of(
            new ProgramImage.Folder("Pythons that compile bytecode", pythons),
            parts.layer("the builder's Java", "java"),
            parts.layer("uv", "bin/uv"),
            parts.layer("the builder's libraries", "libraries"),
            parts.layer("the builder", BuilderRuntime.PROGRAM, BuilderRuntime.CACHE));
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", HOME.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    environment.put(INTERPRETERS, interpreters.toString());
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", REPOSITORY);
    labels.put("org.opencontainers.image.description", "Builds images from locked Python projects");
    return new ProgramImage(
        Pythons.BASE,
        REPOSITORY,
        tag,
        layers,
        RuntimeFolder.FILE_TIME,
        new BuilderRuntime(HOME).command(),
        environment,
        labels);
  }
}

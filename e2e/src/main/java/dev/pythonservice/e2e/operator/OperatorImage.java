package dev.pythonservice.e2e.operator;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.ProgramImage;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.runtime.RuntimeFolder;
import dev.pythonservice.e2e.runtime.RuntimeLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The operator's image: its runtime on Debian's C library. It is for the platform of the machine
 * that makes it, as its AOT cache is.
 *
 * @param images the base images
 * @param runtimes what makes the operator's runtime
 */
public record OperatorImage(BaseImages images, OperatorRuntimes runtimes) {

  private static final String REPOSITORY = "operator";
  private static final String BASE = "base/debian:13";

  /** Where the runtime is in the image. */
  private static final Path HOME = Path.of("/opt/pythonservice-operator");

  private static final String LIBRARIES = OperatorRuntime.PROGRAM + "/lib";

  /** Libraries of this project, which change with it. */
  private static final String OWN = "dev.pythonservice.";

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
    OperatorRuntime runtime = runtimes.provide(progress);
    try {
      Path work = Files.createTempDirectory("operator-image");
      progress.say("making the operator's image");
      String reference = images.publish(image(runtime, tag, work), registry);
      Folders.delete(work);
      return reference;
    } catch (IOException problem) {
      throw new ClusterProblem("The operator's image cannot be made: " + problem);
    }
  }

  /** What changes seldom is below what changes often, so that a node pulls little of a new one. */
  private static ProgramImage image(OperatorRuntime runtime, String tag, Path work)
      throws IOException {
    RuntimeLayers parts = new RuntimeLayers(runtime.home(), HOME, work);
    List<ProgramImage.Folder> layers =
        List.of(
            parts.layer("the operator's Java", OperatorRuntime.JAVA),
            parts.layer("the operator's libraries", libraries(runtime, false)),
            parts.layer("the operator", program(runtime)),
            parts.layer("the operator's AOT cache", OperatorRuntime.CACHE));
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    // glibc's arenas for each thread hold memory that a program with few allocations never uses.
    environment.put("MALLOC_ARENA_MAX", "2");
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", REPOSITORY);
    labels.put(
        "org.opencontainers.image.description",
        "Looks after PythonServices, PythonBuilds and PythonPlatforms");
    return new ProgramImage(
        BASE,
        REPOSITORY,
        tag,
        layers,
        RuntimeFolder.FILE_TIME,
        new OperatorRuntime(HOME).command(),
        environment,
        labels);
  }

  /** All that Maven packaged but the libraries of others. */
  private static String[] program(OperatorRuntime runtime) throws IOException {
    try (Stream<Path> all = Files.list(runtime.home().resolve(OperatorRuntime.PROGRAM))) {
      Stream<String> own =
          all.map(path -> runtime.home().relativize(path).toString())
              .filter(name -> !name.equals(LIBRARIES));
      return Stream.concat(own, Stream.of(libraries(runtime, true)))
          .sorted()
          .toArray(String[]::new);
    }
  }

  private static String[] libraries(OperatorRuntime runtime, boolean own) {
    try (Stream<Path> all = Files.walk(runtime.home().resolve(LIBRARIES))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith(OWN) == own)
          .map(file -> runtime.home().relativize(file).toString())
          .sorted()
          .toArray(String[]::new);
    } catch (IOException problem) {
      throw new UncheckedIOException("The operator's libraries cannot be read", problem);
    }
  }
}

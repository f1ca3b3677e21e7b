package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.Progress;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.ImageRequest;

/**
 * Builds images, one or many, also beside each other. What never changes, such as a base image by
 * its digest, is remembered from one build to the next.
 */
public final class Builds {

  private final Machine machine;
  private final Registry registry;
  private final Remembered remembered = new Remembered();

  private Builds(Machine machine, Registry registry) {
    this.machine = machine;
    this.registry = registry;
  }

  /** Builds on a machine. */
  public static Builds on(Machine machine) {
    return new Builds(machine, Registry.of(machine.access(), machine.environment()));
  }

  /**
   * Builds one image and pushes it.
   *
   * @param request what is asked for
   * @param progress where it is told how it goes
   * @throws BuildFailure when there is no image, with the reason; then no tag names another image
   *     than before
   */
  public BuildReport build(BuildRequest request, Progress progress) {
    checkNames(request.image());
    try (WorkFolder work = WorkFolder.within(machine.cache());
        Background background = new Background()) {
      return new Build(machine, registry, remembered, request, progress, work, background).run();
    }
  }

  /** What the registry would refuse at the end, after all the work. */
  private static void checkNames(ImageRequest image) {
    Repository images = Repository.of(image.repository());
    Repository layers = Repository.of(image.layerRepository());
    image.tags().forEach(Reference::checkedTag);
    if (!images.host().equals(layers.host())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The layers' repository %s is not on %s, where the image goes; name one there with --layer-repository"
              .formatted(layers, images.host()));
    }
  }
}

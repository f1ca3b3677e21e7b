package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains with all that a build pod may do: the build of a project with nothing on the machine and
 * nothing in the registry. A build that finds layers does less of the same. The encryption of
 * downloads is trained, too: the processor's instructions for it are used by compiled code only.
 *
 * @param tools the registry's program
 * @param images the base images
 * @param project the folder of the project
 */
public record BuildTraining(Tools tools, BaseImages images, Path project) implements Training {

  /** Changes when the training does something else. */
  private static final String FORMAT = "2";

  private static final String BASE = "base/python:3.13";
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Override
  public String key() {
    try {
      return Digests.of(FORMAT + Digests.of(project.resolve("uv.lock")));
    } catch (IOException problem) {
      throw new UncheckedIOException(project + " has no lock that can be read", problem);
    }
  }

  @Override
  public void run(BuilderRuntime runtime, Progress progress) {
    try {
      Path work = Files.createTempDirectory("builder-training");
      try (DistributionRegistry registry =
          DistributionRegistry.start(tools, work.resolve("registry"))) {
        images.publishTo(registry.authority());
        ExampleProject example = ExampleProject.copy(project, work.resolve("project"));
        BuildArguments build = BuildArguments.of(example.folder(), registry.authority(), BASE);
        run(runtime.trainingCommand(), build.cachedIn(work.resolve("cache")).words(runtime));
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new CommandFailed("The training cannot be prepared: " + problem);
    }
  }

  private static void run(List<String> program, List<String> arguments) {
    List<String> words = new ArrayList<>(program);
    words.addAll(arguments);
    Command.of(words).within(DEADLINE).run();
  }
}

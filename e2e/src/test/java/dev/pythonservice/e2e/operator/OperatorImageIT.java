package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.support.Lanes;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The operator's image, made, pushed, unpacked and run as in a pod. */
@ResourceLock(Lanes.CLUSTER)
class OperatorImageIT {

  private static final Path HOME = Path.of("/opt/pythonservice-operator");

  private final Progress progress = Progress.onto(System.out, Clock.systemUTC());
  private final Surroundings surroundings = Surroundings.of(System.getenv(), Clock.systemUTC());

  @TempDir private Path folder;

  @Test
  void itIsPushedOnceAndItsAotCacheFitsAsNonrootOnAReadOnlyRoot() throws IOException {
    Tools tools = surroundings.toolCache().provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress);
    OperatorImage image = surroundings.operatorImage(progress);
    try (DistributionRegistry registry =
        DistributionRegistry.start(tools, folder.resolve("registry"))) {

      String reference = image.publishTo(registry.authority(), progress);

      assertThat(image.publishTo(registry.authority(), progress)).isEqualTo(reference);
      Path crane = Path.of(tools.path(Tool.CRANE));
      Platform platform = Platform.of(System.getProperty("os.arch"));
      try (UnpackedImage unpacked =
          UnpackedImage.of(crane, reference, platform, folder.resolve("image"))) {
        // The class path as it is in use, and the end before the program starts.
        String[] words =
            Stream.concat(
                    new OperatorRuntime(HOME)
                        .strictCommand().stream().map(word -> word.equals("-jar") ? "-cp" : word),
                    Stream.of("--version"))
                .toArray(String[]::new);

        assertThat(unpacked.run(words)).contains("25.");
      }
    }
  }
}

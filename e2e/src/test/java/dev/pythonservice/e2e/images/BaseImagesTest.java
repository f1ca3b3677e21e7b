package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the way of base images is told in one sentence. */
class BaseImagesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "http://198.51.100.1:5000", "198.51.100.1:5000/base", "host:port"})
  void anAddressThatIsNoneIsRefusedBeforeAnythingIsMade(String address) {
    BaseImages images = images(SystemPackages.of(System.getenv()), folder);

    assertThatThrownBy(() -> images.publishTo(address))
        .isInstanceOf(ClusterProblem.class)
        .hasMessage(
            "The registry's address '%s' is not of the form HOST:PORT, such as 198.51.100.1:5000."
                .formatted(address));
  }

  @Test
  void aMachineWithoutMmdebstrapIsToldHowToGetIt() {
    BaseImages images = images(new SystemPackages(List.of(folder)), folder);

    assertThatThrownBy(() -> images.publishTo("127.0.0.1:1"))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageContaining("apt-get install")
        .hasMessageContaining("mmdebstrap");
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String program : List.of("mmdebstrap", "dpkg-deb", "gzip")) {
      Path file = Files.writeString(programs.resolve(program), "");
      file.toFile().setExecutable(true);
    }
    Path cache = Files.writeString(folder.resolve("file"), "in the way");
    BaseImages images = images(new SystemPackages(List.of(programs)), cache);

    assertThatThrownBy(() -> images.publishTo("127.0.0.1:1"))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageStartingWith("The base images could not be made in " + cache);
  }

  @ParameterizedTest
  @ValueSource(strings = {"riscv64", "ppc64le"})
  void aMachineOfAnotherArchitectureIsToldWhatItCanDo(String architecture) {
    assertThatThrownBy(() -> Platform.of(architecture))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageContaining(architecture)
        .hasMessageContaining("CLUSTER=existing");
  }

  private BaseImages images(SystemPackages system, Path cache) {
    return new BaseImages(folder, cache, Progress.silent(), BaseImageCatalogue.all(), system);
  }
}

package dev.pythonservice.builder.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The layer that measures")
final class MeasureLayerTest {

  private static final Path SOURCES = Path.of("src/main/python").toAbsolutePath();
  private static final Path TESTS = Path.of("src/test/python").toAbsolutePath();

  /** The oldest Python that the package is for; older ones of a machine are passed over. */
  private static final String RUN_TESTS =
      "import sys, unittest\n"
          + "sys.version_info < (3, 10) or unittest.main(module=None, argv=['tests', 'discover'])";

  @TempDir private Path folder;

  @Test
  @DisplayName("has every file of the package, in a folder with nothing else")
  void hasThePackageAlone() throws IOException {
    LayerBlob blob = MeasureLayer.write(folder.resolve("new/measure.tar.zst"));

    SortedMap<String, String> expected = new TreeMap<>();
    for (String folder : List.of("opt/", "opt/pythonservice/", "opt/pythonservice/measure/")) {
      expected.put(folder, "");
    }
    String home = "opt/pythonservice/measure/_pythonservice_measure/";
    expected.put(home, "");
    try (Stream<Path> files = Files.list(SOURCES.resolve(MeasureLayer.PACKAGE))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".py")).toList()) {
        expected.put(home + file.getFileName(), Files.readString(file));
      }
    }
    assertThat(contents(blob)).isEqualTo(expected);
  }

  @Test
  @DisplayName("has the same bytes each time")
  void isReproducible() {
    LayerBlob one = MeasureLayer.write(folder.resolve("one"));
    LayerBlob other = MeasureLayer.write(folder.resolve("other"));

    assertThat(other.descriptor()).isEqualTo(one.descriptor());
    assertThat(other.diffId()).isEqualTo(one.diffId());
  }

  @Test
  @DisplayName("holds a package whose own tests succeed with the Pythons of this machine")
  void succeedsInPython() {
    Access offline = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), true);
    List<Path> pythons =
        Uv.find(Optional.empty(), folder, offline, List.of(), System.getenv()).pythons();

    assertThat(pythons).isNotEmpty();
    for (Path python : pythons) {
      Program.Outcome outcome =
          Program.of(TESTS, List.of(python.toString(), "-W", "error", "-c", RUN_TESTS))
              .with(environment())
              .within(Duration.ofMinutes(3))
              .run();
      assertThat(outcome.exitCode()).as("%s: %s", python, outcome.error()).isZero();
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PYTHONPATH", SOURCES.toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    return environment;
  }

  private static SortedMap<String, String> contents(LayerBlob blob) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(blob.file())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        contents.put(entry.getName(), new String(tar.readAllBytes(), "UTF-8"));
      }
    }
    return contents;
  }
}

package dev.pythonservice.schema.compatibility;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Committed definitions: today's in {@code crds}, those of releases in {@code
 * crds/released/VERSION}.
 *
 * @param crds that folder
 */
record Releases(Path crds) {

  /** Today's definitions. */
  List<CustomResourceDefinition> current() {
    return definitionsIn(crds);
  }

  /** The definitions of the last release, by the order of versions (0.10.0 is after 0.9.0). */
  List<CustomResourceDefinition> last() {
    return definitionsIn(
        list(crds.resolve("released"))
            .filter(Files::isDirectory)
            .max(Comparator.comparing(folder -> Version.parse(folder.getFileName().toString())))
            .orElseThrow(
                () -> new IllegalStateException("crds/released holds no release to compare with")));
  }

  private static List<CustomResourceDefinition> definitionsIn(Path folder) {
    KubernetesSerialization serialization = new KubernetesSerialization();
    return list(folder)
        .filter(file -> file.toString().endsWith(".yaml"))
        .sorted()
        .map(file -> serialization.unmarshal(read(file), CustomResourceDefinition.class))
        .toList();
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(folder + " cannot be listed", exception);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }
}

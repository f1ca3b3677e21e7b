package dev.pythonservice.e2e.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A YAML file that is applied, named by what is special about it. A file of several documents is
 * applied in their order; only the last one is the case.
 *
 * @param file the file
 * @param text its text
 */
record ResourceCase(Path file, String text) {

  private static final Path FOLDER = Path.of("src", "test", "resources", "crds");
  private static final String EXPECTATION = "# expect: ";

  /** The cases that are in a folder, in the order of their names. */
  static List<ResourceCase> in(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(ResourceCase::read).toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(FOLDER.resolve(folder) + " cannot be listed", exception);
    }
  }

  private static ResourceCase read(Path file) {
    try {
      return new ResourceCase(file, Files.readString(file));
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }

  /** What the API server says, from the first line: a part of its words. */
  String expectation() {
    String first = text.lines().findFirst().orElse("");
    if (!first.startsWith(EXPECTATION)) {
      throw new IllegalStateException(file + " must begin with '" + EXPECTATION + "'");
    }
    return first.substring(EXPECTATION.length());
  }

  /** What is applied before, so that the last document changes it. */
  List<GenericKubernetesResource> before() {
    List<GenericKubernetesResource> documents = documents();
    return documents.subList(0, documents.size() - 1);
  }

  /** The document that is accepted or refused. */
  GenericKubernetesResource resource() {
    return documents().getLast();
  }

  private List<GenericKubernetesResource> documents() {
    return Arrays.stream(text.split("(?m)^---$"))
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString().replace(".yaml", "").replace('-', ' ');
  }
}

package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * How a package says it is built (PEP 517, PEP 518).
 *
 * @param requires what the build needs (PEP 508)
 * @param backend the module, with an object in it behind a colon where there is one
 * @param backendPath folders of the package that the backend is in
 * @param manifest Cargo's manifest, relative to the package's folder; absent without a crate
 */
record BuildSystem(
    List<String> requires, String backend, List<String> backendPath, Optional<String> manifest) {

  /** What a package without a build system means (PEP 517, "Source trees"). */
  private static final BuildSystem LEGACY =
      new BuildSystem(
          List.of("setuptools>=77", "wheel"),
          "setuptools.build_meta:__legacy__",
          List.of(),
          Optional.empty());

  BuildSystem {
    requires = List.copyOf(requires);
    backendPath = List.copyOf(backendPath);
  }

  /**
   * Reads {@code pyproject.toml}.
   *
   * @param folder the package's folder
   * @throws BuildFailure when it is no TOML
   */
  static BuildSystem read(Path folder) {
    Path file = folder.resolve("pyproject.toml");
    JsonNode root =
        Files.isRegularFile(file) ? tree(file) : TomlMapper.builder().build().createObjectNode();
    Optional<String> manifest = manifest(folder, root);
    JsonNode system = root.path("build-system");
    if (!system.path("build-backend").isString()) {
      return LEGACY.with(words(system.path("requires")), manifest);
    }
    return new BuildSystem(
        words(system.path("requires")),
        system.path("build-backend").asString(),
        words(system.path("backend-path")),
        manifest);
  }

  private BuildSystem with(List<String> named, Optional<String> crate) {
    return new BuildSystem(named.isEmpty() ? requires : named, backend, backendPath, crate);
  }

  /** Whether maturin builds it, which can build for other machines. */
  boolean isMaturin() {
    return backend.equals("maturin");
  }

  /** Where maturin and setuptools-rust look for a crate. */
  private static Optional<String> manifest(Path folder, JsonNode root) {
    JsonNode named = root.path("tool").path("maturin").path("manifest-path");
    return Stream.of(named.asString(""), "Cargo.toml", "rust/Cargo.toml")
        .filter(path -> !path.isEmpty())
        .filter(path -> Files.isRegularFile(folder.resolve(path)))
        .findFirst();
  }

  private static JsonNode tree(Path file) {
    try {
      return TomlMapper.builder().build().readTree(Files.readAllBytes(file));
    } catch (JacksonException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is not valid TOML: %s".formatted(file.getFileName(), exception.getOriginalMessage()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static List<String> words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asString()));
    return words;
  }
}

package dev.pythonservice.builder.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a package must be built before it can be imported. What is not known to be usable in
 * place is built: an import that fails in production costs more than a build.
 */
final class NativeCode {

  /** Build backends that copy Python files and nothing else. */
  private static final Set<String> COPYING =
      Set.of(
          "uv_build",
          "hatchling.build",
          "flit_core.buildapi",
          "flit_scm:buildapi",
          "poetry.core.masonry.api",
          "pdm.backend",
          "setuptools.build_meta",
          "setuptools.build_meta:__legacy__");

  /** Build requirements by which those backends compile something all the same. */
  private static final List<String> COMPILING =
      List.of(
          "setuptools-rust",
          "cython",
          "pybind11",
          "nanobind",
          "cffi",
          "mypy",
          "mypyc",
          "hatch-mypyc",
          "hatch-cython",
          "numpy",
          "scikit-build",
          "cmake");

  private static final List<String> WORDS_OF_EXTENSIONS =
      List.of("ext_modules", "rust_extensions", "cffi_modules", "Extension(", "cythonize");

  private NativeCode() {}

  /** Why it must be built; absent when it can be used in place. */
  static Optional<String> reason(ProjectFile file) {
    String backend = file.buildSystem().path("build-backend").asString("setuptools.build_meta");
    if (file.buildSystem().has("backend-path")) {
      return Optional.of("its build backend %s is its own code".formatted(backend));
    }
    if (!COPYING.contains(backend)) {
      return Optional.of("its build backend is %s".formatted(backend));
    }
    return Toml.texts(file.buildSystem().path("requires")).stream()
        .map(NativeCode::requiredName)
        .filter(COMPILING::contains)
        .findFirst()
        .map("its build requires %s"::formatted)
        .or(() -> extensions(file));
  }

  private static Optional<String> extensions(ProjectFile file) {
    if (file.tool("setuptools").has("ext-modules")) {
      return Optional.of("it has extension modules ([tool.setuptools] ext-modules)");
    }
    if (file.tool("poetry").has("build")) {
      return Optional.of("it has a build script ([tool.poetry] build)");
    }
    Path setup = file.folder().resolve("setup.py");
    if (!Files.isRegularFile(setup)) {
      return Optional.empty();
    }
    String text = text(setup);
    return WORDS_OF_EXTENSIONS.stream()
        .filter(text::contains)
        .findFirst()
        .map(word -> "its setup.py has extension modules (%s)".formatted(word));
  }

  private static String requiredName(String requirement) {
    int end = 0;
    while (end < requirement.length()
        && (Character.isLetterOrDigit(requirement.charAt(end))
            || "-_.".indexOf(requirement.charAt(end)) >= 0)) {
      end++;
    }
    return Names.normalised(requirement.substring(0, end));
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }
}

package dev.pythonservice.builder.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.Tooling;
import dev.pythonservice.builder.stack.Stack.Engine;
import dev.pythonservice.builder.stack.Stack.Layer;
import dev.pythonservice.builder.stack.Stack.NativeExtension;
import dev.pythonservice.builder.stack.Stack.Place;
import dev.pythonservice.builder.stack.StackReader.InstalledPackage;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The stack of an image")
final class StackReaderTest {

  private static final Tooling UV = new Tooling("uv", "0.13.9", Map.of(), Set.of());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Granian serves                                     | granian 2.8.7                       | SERVER      | granian 2.8.7
          all servers that are installed are there           | gunicorn 27.0 & uvicorn 0.54        | SERVER      | gunicorn 27.0 & uvicorn 0.54
          Uvicorn's workers for Gunicorn are no server       | uvicorn-worker 0.4                  | SERVER      |
          Pydantic 2 validates by pydantic-core              | pydantic 2.14.3 & pydantic-core 2.50| VALIDATION  | pydantic-core 2.50
          Pydantic 1 validates by itself                     | pydantic 1.10.22                    | VALIDATION  | pydantic 1.10.22
          marshmallow validates                              | marshmallow 4.0                     | VALIDATION  | marshmallow 4.0
          attrs alone validates nothing                      | attrs 25.4                          | VALIDATION  |
          orjson takes the place of Python's own module      | orjson 3.13.0                       | JSON        | orjson 3.13.0
          without a package for JSON it is Python's own      | flask 3.1                           | JSON        | json 3.13.5
          two engines for DataFrames may be there            | pandas 3.0 & polars 2.1.0           | DATA_FRAMES | pandas 3.0 & polars 2.1.0
          what only sounds like an engine is none            | polars-runtime-32 2.1.0             | DATA_FRAMES |
          a type checker may be installed, too               | mypy 1.19                           | TYPE_CHECKER| mypy 1.19
          """)
  void ofPackages(String sentence, String packages, Layer layer, String engines) {
    List<InstalledPackage> installed =
        Arrays.stream(packages.split(" & "))
            .map(each -> each.split(" "))
            .map(words -> python(words[0], words[1]))
            .toList();

    assertThat(read(UV, installed).engines())
        .as(sentence)
        .filteredOn(engine -> engine.layer() == layer)
        .allSatisfy(engine -> assertThat(engine.from()).isEqualTo(Place.IMAGE))
        .extracting(Engine::toString)
        .containsExactlyElementsOf(
            Stream.ofNullable(engines).flatMap(all -> Arrays.stream(all.split(" & "))).toList());
  }

  @Test
  @DisplayName("has tools of the lock with their version, and of settings alone without one")
  void ofTools() {
    Tooling tooling =
        new Tooling(
            "poetry",
            "",
            Map.of("ruff", "0.15.2", "mypy", "1.19.0", "flask", "3.1"),
            Set.of("ruff", "black", "pytest"));

    assertThat(read(tooling, List.of(python("mypy", "1.18.0"))).engines())
        .containsExactly(
            new Engine(Layer.PACKAGES, "poetry", "", Place.LOCK, 0),
            new Engine(Layer.JSON, "json", "3.13.5", Place.IMAGE, 0),
            new Engine(Layer.TYPE_CHECKER, "mypy", "1.18.0", Place.IMAGE, 0),
            new Engine(Layer.LINTER, "ruff", "0.15.2", Place.LOCK, 0),
            new Engine(Layer.LINTER, "black", "", Place.CONFIGURATION, 0));
  }

  @Test
  @DisplayName("counts native extensions by what built their wheels, and names the newest of it")
  void countsNativeExtensions() {
    Stack stack =
        read(
            UV,
            List.of(
                wheel("orjson", "maturin (1.9.4)", false),
                wheel("granian", "maturin (1.12.0)", false),
                wheel("crate", "maturin (1.10.2)", true),
                wheel("numpy", "meson", false),
                wheel("uvloop", "setuptools (80.9.0)", false),
                python("flask", "3.1")));

    assertThat(stack.engines())
        .filteredOn(engine -> engine.layer() == Layer.NATIVE_EXTENSIONS)
        .containsExactly(
            new Engine(Layer.NATIVE_EXTENSIONS, "maturin", "1.12.0", Place.IMAGE, 3),
            new Engine(Layer.NATIVE_EXTENSIONS, "meson", "", Place.IMAGE, 1),
            new Engine(Layer.NATIVE_EXTENSIONS, "setuptools", "80.9.0", Place.IMAGE, 1));
    assertThat(stack.nativeExtensions())
        .containsExactly(
            new NativeExtension("crate", "1", "maturin 1.10.2", true),
            new NativeExtension("granian", "1", "maturin 1.12.0", false),
            new NativeExtension("numpy", "1", "meson", false),
            new NativeExtension("orjson", "1", "maturin 1.9.4", false),
            new NativeExtension("uvloop", "1", "setuptools 80.9.0", false));
  }

  @Test
  @DisplayName("has a few builders of wheels at most, however many wheels say another one")
  void boundsGenerators() {
    List<InstalledPackage> installed =
        IntStream.range(0, 100)
            .mapToObj(number -> wheel("p" + number, "generator" + number + " (1)", false))
            .toList();

    assertThat(read(UV, installed).engines())
        .filteredOn(engine -> engine.layer() == Layer.NATIVE_EXTENSIONS)
        .hasSize(8);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a version in parentheses is a version        | maturin (1.9.4)          | maturin 1.9.4
          a version without parentheses is one, too    | scikit-build-core 0.11.5 | scikit-build-core 0.11.5
          a program need not say its version           | meson                    | meson
          one program is one, however it is written    | Nuitka (2.1)             | nuitka 2.1
          words are no program                         | made by hand             | unknown
          a line that would be no label is not taken   | evil{} (1)               | unknown
          nobody looked                                |                          | unknown
          """)
  void ofGenerators(String sentence, String text, String generator) {
    assertThat(Generator.of(Optional.ofNullable(text)).toString())
        .as(sentence)
        .isEqualTo(generator);
  }

  private static Stack read(Tooling tooling, List<InstalledPackage> installed) {
    return new StackReader(installed, PythonVersion.of("3.13.5"), tooling).read();
  }

  private static InstalledPackage python(String name, String version) {
    return new InstalledPackage(
        name, version, name + "-" + version + "-py3-none-any.whl", Optional.of("hatchling"), false);
  }

  private static InstalledPackage wheel(String name, String generator, boolean own) {
    return new InstalledPackage(
        name, "1", name + "-1-cp313-cp313-manylinux_2_17_x86_64.whl", Optional.of(generator), own);
  }
}

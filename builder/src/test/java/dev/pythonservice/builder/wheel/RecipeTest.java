package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A recipe")
final class RecipeTest {

  private static final Machine MACHINE = new Machine(Platform.LINUX_AMD64, Family.GLIBC);

  @ParameterizedTest(name = "of maturin for {0} with {1} links by zig against {3}")
  @CsvSource({
    "linux/amd64, GLIBC, x86_64-unknown-linux-gnu,   manylinux_2_28",
    "linux/arm64, GLIBC, aarch64-unknown-linux-gnu,  manylinux_2_28",
    "linux/amd64, MUSL,  x86_64-unknown-linux-musl,  musllinux_1_2",
    "linux/arm64, MUSL,  aarch64-unknown-linux-musl, musllinux_1_2",
  })
  void ofMaturin(String platform, Family libc, String rustTarget, String tag) {
    Recipe recipe = Recipe.of(system("maturin"), target(platform, libc), MACHINE);

    assertThat(recipe.tools()).containsExactly("ziglang");
    assertThat(recipe.settings())
        .containsExactly(
            "build-args=--locked --zig --target %s --compatibility %s".formatted(rustTarget, tag));
  }

  @ParameterizedTest(name = "of another backend for {0} with {1} on amd64 with glibc is {2}")
  @CsvSource({
    "linux/amd64, GLIBC, Native[tag=manylinux_2_28_x86_64]",
    "linux/arm64, GLIBC, PureOnly[]",
    "linux/amd64, MUSL,  PureOnly[]",
    "linux/arm64, MUSL,  PureOnly[]",
  })
  void ofAnother(String platform, Family libc, String recipe) {
    assertThat(Recipe.of(system("setuptools.build_meta"), target(platform, libc), MACHINE))
        .hasToString(recipe);
  }

  @Test
  @DisplayName("for a newer glibc than uv installs for promises the newest that it does")
  void forANewGlibc() {
    Target newest =
        new Target(
            Platform.LINUX_AMD64, new CLibrary(Family.GLIBC, 2, 41), PythonVersion.of("3.13.5"));

    assertThat(Recipe.of(system("setuptools.build_meta"), newest, MACHINE))
        .hasToString("Native[tag=manylinux_2_40_x86_64]");
  }

  private static BuildSystem system(String backend) {
    return new BuildSystem(List.of(backend), backend, List.of(), Optional.empty());
  }

  private static Target target(String platform, Family libc) {
    CLibrary library = libc == Family.GLIBC ? new CLibrary(libc, 2, 28) : new CLibrary(libc, 1, 2);
    return new Target(Platform.named(platform), library, PythonVersion.of("3.13.5"));
  }
}

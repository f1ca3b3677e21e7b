package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A build system")
final class BuildSystemTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("is what pyproject.toml says, with the crate that lies beside it")
  void isRead() throws IOException {
    write(
        """
        [build-system]
        requires = ["maturin==1.16.0"]
        build-backend = "maturin"
        """);
    Files.createFile(folder.resolve("Cargo.toml"));

    BuildSystem system = BuildSystem.read(folder);

    assertThat(system.requires()).containsExactly("maturin==1.16.0");
    assertThat(system.isMaturin()).isTrue();
    assertThat(system.manifest()).hasValue("Cargo.toml");
  }

  @Test
  @DisplayName("may have its crate elsewhere, and its backend in the package")
  void mayBeUnusual() throws IOException {
    write(
        """
        [build-system]
        requires = []
        build-backend = "backend:api"
        backend-path = ["tools"]
        [tool.maturin]
        manifest-path = "crates/python/Cargo.toml"
        """);
    Files.createDirectories(folder.resolve("crates/python"));
    Files.createFile(folder.resolve("crates/python/Cargo.toml"));

    BuildSystem system = BuildSystem.read(folder);

    assertThat(system.backend()).isEqualTo("backend:api");
    assertThat(system.backendPath()).containsExactly("tools");
    assertThat(system.manifest()).hasValue("crates/python/Cargo.toml");
  }

  @Test
  @DisplayName("is that of old setuptools where nothing is said (PEP 517)")
  void isLegacy() {
    BuildSystem system = BuildSystem.read(folder);

    assertThat(system.backend()).isEqualTo("setuptools.build_meta:__legacy__");
    assertThat(system.requires()).anyMatch(one -> one.startsWith("setuptools"));
    assertThat(system.manifest()).isEmpty();
  }

  @Test
  @DisplayName("that is no TOML is refused by the file's name")
  void isRefused() throws IOException {
    write("[build-system");

    assertThatThrownBy(() -> BuildSystem.read(folder))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("pyproject.toml is not valid TOML");
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("pyproject.toml"), text);
  }
}

package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Writing what was adopted")
final class WritingTest {

  @TempDir private Path project;

  @Test
  @DisplayName("replaces and adds files, and leaves nothing else behind")
  void writes() {
    ProjectFiles.write(project, "pyproject.toml", "old");

    Writing.write(
        adoption(
            new Change("pyproject.toml", Optional.of("old"), "new"),
            new Change("uv.lock", Optional.empty(), "lock")),
        project);

    assertThat(ProjectFiles.names(project)).containsExactly("pyproject.toml", "uv.lock");
    assertThat(project.resolve("pyproject.toml")).hasContent("new");
  }

  @Test
  @DisplayName("puts all files back where one cannot be replaced")
  void putsBack() throws IOException {
    ProjectFiles.write(project, "pyproject.toml", "old");
    Files.createDirectories(project.resolve("uv.lock/in-the-way"));

    assertThatThrownBy(() ->
            Writing.write(
                adoption(
                    new Change("pyproject.toml", Optional.of("old"), "new"),
                    new Change("pythonservice.yaml", Optional.empty(), "service"),
                    new Change("uv.lock", Optional.empty(), "lock")),
                project))
        .isNotNull();

    assertThat(project.resolve("pyproject.toml")).hasContent("old");
    assertThat(ProjectFiles.names(project)).containsExactly("pyproject.toml", "uv.lock");
  }

  @Test
  @DisplayName("writes nothing over what somebody saved meanwhile")
  void keepsWhatWasSaved() {
    ProjectFiles.write(project, "pyproject.toml", "newer");

    assertThatThrownBy(() ->
            Writing.write(
                adoption(new Change("pyproject.toml", Optional.of("old"), "new")), project))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("pyproject.toml was changed while this ran");

    assertThat(project.resolve("pyproject.toml")).hasContent("newer");
  }

  private static Adoption adoption(Change... changes) {
    return new Adoption(List.of(changes), List.of(), List.of());
  }
}

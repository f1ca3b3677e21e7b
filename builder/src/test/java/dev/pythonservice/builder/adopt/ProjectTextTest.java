package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pyproject.toml that is added to")
final class ProjectTextTest {

  @Test
  @DisplayName("gets a setting in the table that is there, and keeps its comments")
  void addsToATable() {
    assertThat(new ProjectText("# ours\n[tool.uv] \npackage = false\n").with("tool.uv", "a = 1"))
        .isEqualTo(new ProjectText("# ours\n[tool.uv] \na = 1\npackage = false\n"));
  }

  @Test
  @DisplayName("gets the table at the end where it is not there")
  void addsATable() {
    assertThat(new ProjectText("[project]\nname = 'a'").with("tool.uv", "a = 1"))
        .isEqualTo(new ProjectText("[project]\nname = 'a'\n\n[tool.uv]\na = 1\n"));
    assertThat(new ProjectText("").with("tool.uv", "a = 1"))
        .isEqualTo(new ProjectText("[tool.uv]\na = 1\n"));
  }
}

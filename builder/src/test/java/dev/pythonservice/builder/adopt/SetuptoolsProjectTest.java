package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.Toml;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A project of setuptools in uv's words")
final class SetuptoolsProjectTest {

  @Test
  @DisplayName("has what its wheel says of itself, with extras and entry points")
  void saysWhatItsWheelSays() {
    SetuptoolsProject project =
        new SetuptoolsProject(
            """
            Metadata-Version: 2.4
            Name: Library_Service
            Version: 2.1
            Summary: Books and "who" has them.
            Requires-Python: >=3.11
            Requires-Dist: flask<3.1,>=3.0
            Requires-Dist: tzdata; sys_platform == "win32"
            Provides-Extra: dev
            Requires-Dist: pytest~=8.3; extra == "dev"
            Requires-Dist: colorama; sys_platform == "win32" and extra == 'dev'

            Requires-Dist: this is the description
            """,
            """
            [console_scripts]
            library-overdue = library.overdue:main

            [library.plugins]
            shelf = library.shelf:Shelf
            """);

    assertThat(project.addedTo("[tool.black]\nline-length = 100\n", new Toml()))
        .isEqualTo(
            """
            [tool.black]
            line-length = 100

            [build-system]
            requires = ["setuptools"]
            build-backend = "setuptools.build_meta"

            [project]
            name = "library-service"
            version = "2.1"
            description = "Books and \\"who\\" has them."
            requires-python = ">=3.11"
            dependencies = [
                "flask<3.1,>=3.0",
                "tzdata; sys_platform == \\"win32\\"",
            ]

            [project.optional-dependencies]
            dev = [
                "pytest~=8.3",
                "colorama ; sys_platform == \\"win32\\"",
            ]

            [project.scripts]
            "library-overdue" = "library.overdue:main"

            [project.entry-points."library.plugins"]
            "shelf" = "library.shelf:Shelf"
            """);
  }

  @Test
  @DisplayName("keeps the build backend that it has")
  void keepsItsBackend() {
    String own = "[build-system]\nrequires = [\"setuptools>=80\"]\n";

    assertThat(new SetuptoolsProject("Name: a\nVersion: 1\n", "").addedTo(own, new Toml()))
        .startsWith(own + "\n[project]\n");
  }
}

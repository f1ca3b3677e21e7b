package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.Toml;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A PDM project in uv's words")
final class PdmProjectTest {

  @Test
  @DisplayName(
      "has its development groups as dependency groups, and is no package where it is none")
  void translates() {
    String text =
        """
        [project]
        name = "tickets" # sold here

        [dependency-groups]
        docs = ["six"]

        [tool.pdm]
        distribution = false

        [tool.pdm.dev-dependencies]
        Type_Checks = ["iniconfig<2.0.1"]
        """;

    PdmProject project = PdmProject.of(text, new Toml());

    assertThat(project.text())
        .isEqualTo(
            text.replace(
                    "[dependency-groups]\n",
                    "[dependency-groups]\ntype-checks = [\n    \"iniconfig<2.0.1\",\n]\n")
                + "\n[tool.uv]\npackage = false\n");
    assertThat(project.notes()).isEmpty();
  }

  @Test
  @DisplayName("comes with a list of what uv has no place for")
  void listsTheRest() {
    PdmProject project =
        PdmProject.of(
            """
            [tool.pdm.dev-dependencies]
            dev = ["-e file:///${PROJECT_ROOT}/lib#egg=lib"]

            [[tool.pdm.source]]
            name = "own"
            url = "https://index.example/simple"
            """,
            new Toml());

    assertThat(project.notes())
        .extracting(Note::what)
        .containsExactly(
            "[tool.pdm.dev-dependencies] -e file:///${PROJECT_ROOT}/lib#egg=lib",
            "[[tool.pdm.source]] own");
  }
}

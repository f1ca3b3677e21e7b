package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.Toml;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What Ruff is told of Flake8, isort, Black and pyupgrade")
final class LintMoveTest {

  private static final Path LINTED = Path.of("src/test/resources/adopt/linted");

  private final LintMove move = new LintMove(new Toml());

  @TempDir private Path project;

  @Test
  @DisplayName("is all that a project tells four tools, in one file")
  void movesAll() {
    LintMove.Moved moved = move.move(LINTED).orElseThrow();

    assertThat(moved.from()).containsExactly("pyupgrade", "Black", "Flake8", "isort");
    assertThat(moved.tables())
        .isEqualTo(
            """
            [tool.ruff]
            target-version = "py311"
            line-length = 88
            extend-exclude = [".git", "build", "migrations"]

            [tool.ruff.format]
            quote-style = "preserve"

            [tool.ruff.lint]
            select = ["UP", "E", "F", "W", "B", "C4", "D", "Q", "S", "C90", "I"]
            ignore = ["E203", "D100"]

            [tool.ruff.lint.flake8-quotes]
            inline-quotes = "single"

            [tool.ruff.lint.isort]
            known-first-party = ["tickets"]
            force-sort-within-sections = true

            [tool.ruff.lint.mccabe]
            max-complexity = 10

            [tool.ruff.lint.per-file-ignores]
            "tests/*" = ["S101", "D"]
            "tickets/__init__.py" = ["F401"]

            [tool.ruff.lint.pycodestyle]
            max-line-length = 100

            [tool.ruff.lint.pydocstyle]
            convention = "google"
            """);
  }

  @Test
  @DisplayName("comes with a list of what Ruff has nothing for, by option and value")
  void listsWhatHasNoEquivalent() {
    LintMove.Moved moved = move.move(LINTED).orElseThrow();

    assertThat(moved.notes())
        .extracting(note -> note.file() + ": " + note.what())
        .containsExactlyInAnyOrder(
            "pyproject.toml: [tool.black] extend-exclude = \"migrations/.*\"",
            "setup.cfg: ignore W503",
            "setup.cfg: statistics = true",
            "setup.cfg: max-cognitive-complexity = 12",
            "setup.cfg: skip = migrations",
            "Flake8: plugin flake8-cognitive-complexity");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Flake8 without options checks what it does of itself | max-line-length = 79 | select ="
            + " [\"E\", \"F\", \"W\"]",
        "a selection is taken as it is                        | select = E9,F63      | select ="
            + " [\"E9\", \"F63\"]",
        "a family that Ruff calls otherwise gets its name     | select = E,C812,R504 | select ="
            + " [\"E\", \"COM812\", \"RET504\"]",
        "a long line of flake8-bugbear is a long line         | select = B950        | select ="
            + " [\"E501\"]",
        "commented code has one rule                          | select = E800        | select ="
            + " [\"ERA001\"]",
        "complexity without a limit is not checked            | select = F,C90       | select ="
            + " [\"F\"]",
        "what is selected besides is selected, too            | extend-select = B9   | select ="
            + " [\"E\", \"F\", \"W\", \"B9\"]",
        "what only Ruff's preview has is not selected         | select = F,E2        | select ="
            + " [\"F\"]",
        "what Ruff does not have is not selected              | select = F,WPS       | select ="
            + " [\"F\"]",
      })
  void selects(String sentence, String option, String selected) {
    ProjectFiles.write(project, ".flake8", "[flake8]\n" + option + "\n");

    assertThat(move.move(project).orElseThrow().tables()).contains(selected + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "files and codes in one line           | a.py:E501,F401 b.py:D        | {a.py=[E501, F401],"
            + " b.py=[D]}",
        "several files with the same codes     | a.py,b/*: E501               | {a.py=[E501],"
            + " b/*=[E501]}",
        "a file whose name could be no code    | tests/*:S101 docs/conf.py: A | {tests/*=[S101],"
            + " docs/conf.py=[A]}",
        "nothing                               | ''                           | {}",
      })
  void readsCodesOfFiles(String sentence, String value, String expected) {
    assertThat(Flake8Settings.filesWithCodes(value)).hasToString(expected);
  }

  @Test
  @DisplayName("is Flake8's own line length where no formatter has one")
  void keepsTheLineLength() {
    ProjectFiles.write(project, "tox.ini", "[flake8]\nselect = E\n");

    assertThat(move.move(project).orElseThrow().tables()).contains("line-length = 79\n");
  }

  @Test
  @DisplayName("is nothing where none of the tools is told anything")
  void isNothing() {
    ProjectFiles.write(project, "pyproject.toml", "[project]\nname = 'a'\n");

    assertThat(move.move(project)).isEmpty();
    assertThat(move.isDone(project)).isFalse();
  }

  @Test
  @DisplayName("is left alone where Ruff is told something already")
  void isDone() {
    ProjectFiles.write(project, "pyproject.toml", "[tool.ruff]\nline-length = 90\n");

    assertThat(move.isDone(project)).isTrue();
  }

  @Test
  @DisplayName("is read from files as Python's configparser reads them")
  void readsConfigurations() {
    IniFile file =
        IniFile.of(
            """
            # ours
            [flake8]
            max_line_length: 90
            ignore =
                E1,
                # not this
                E2
            [other]
            a
            """);

    assertThat(file.section("flake8"))
        .contains(Map.of("max-line-length", "90", "ignore", "\nE1,\nE2"));
    assertThat(file.section("other")).contains(Map.of("a", ""));
    assertThat(file.section("none")).isEmpty();
  }
}

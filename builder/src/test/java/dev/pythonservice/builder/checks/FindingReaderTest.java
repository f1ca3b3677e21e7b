package dev.pythonservice.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents are what Ruff 0.17.6, ty 0.0.105 and Pyrefly 1.4.1 wrote of one project. */
@DisplayName("Findings")
final class FindingReaderTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "of {0} have rule, file and place")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RUFF_CHECK  | 3 | src/shop/main.py:1:8 F401 `os` imported but unused
          RUFF_FORMAT | 1 | src/shop/main.py:3:6 unformatted File would be reformatted
          TY          | 3 | src/shop/main.py:10:10 invalid-assignment Object of type `str` is not assignable to `int`
          PYREFLY     | 3 | src/shop/main.py:7:12 bad-return Returned type `int` is not assignable to declared return type `str`
          """)
  void areRead(Checker checker, int number, String sentence) throws IOException {
    List<Finding> findings = read(checker);

    assertThat(findings).hasSize(number).allMatch(Finding::counts);
    assertThat(findings).extracting(Finding::sentence).contains(sentence);
  }

  @Test
  @DisplayName("name no folder of this machine")
  void areWithoutFolders() throws IOException {
    assertThat(read(Checker.PYREFLY))
        .filteredOn(finding -> finding.rule().equals("missing-import"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.message())
                .contains("Looked in these locations")
                .doesNotContain(folder.toString()));
  }

  @Test
  @DisplayName("of a formatter are the same wherever in the file they are")
  void ofFilesHaveNoLine() throws IOException {
    assertThat(read(Checker.RUFF_FORMAT))
        .extracting(Finding::identity)
        .containsExactly(Finding.identity("unformatted", "src/shop/main.py", ""));
  }

  @ParameterizedTest(name = "are none, and that is told, in {0}")
  @ValueSource(
      strings = {"", "Segmentation fault", "{}", "{\"runs\": []}", "{\"runs\": [{\"results\": [{"})
  void areNotReadFromGarbage(String text) throws IOException {
    FindingReader reader = new FindingReader(Checker.TY, place());

    assertThatIllegalArgumentException().isThrownBy(() -> reader.read(text));
  }

  private List<Finding> read(Checker checker) throws IOException {
    CheckPlace place = place();
    String document = resource(checker.title().replace(' ', '-') + ".sarif");
    return new FindingReader(checker, place)
        .read(document.replace("@TREE@", place.tree().toString()));
  }

  private CheckPlace place() throws IOException {
    return Places.of(folder, Map.of("src/shop/main.py", resource("main.py.txt")));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = FindingReaderTest.class.getResourceAsStream("/checks/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

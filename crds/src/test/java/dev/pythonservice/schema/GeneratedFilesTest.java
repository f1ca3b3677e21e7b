package dev.pythonservice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The committed definitions and their reference are what the API types say today. */
class GeneratedFilesTest {

  private final Map<Path, String> generated = GeneratedFiles.of(GeneratedFiles.definitions());

  @TestFactory
  Stream<DynamicTest> theCommittedFileIsWhatTheTypesSay() {
    return generated.entrySet().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getKey().toString(),
                () ->
                    assertThat(drift(file.getKey(), committed(file.getKey()), file.getValue()))
                        .isEmpty()));
  }

  @Test
  void generatingTwiceGivesTheSameBytes() {
    assertThat(GeneratedFiles.of(GeneratedFiles.definitions())).isEqualTo(generated);
  }

  @Test
  void aDriftNamesTheFileTheFirstLineThatDiffersAndTheRemedy() {
    assertThat(drift(Path.of("crds/pythonservices.yaml"), "a\nb\nc\n", "a\nx\nc\n"))
        .containsExactly(
            "crds/pythonservices.yaml is not what the API types say: line 2 is \"b\" and should be"
                + " \"x\"; run 'make generate' and commit the result");
  }

  @Test
  void aFileThatLacksItsLastLinesHasDrifted() {
    assertThat(drift(Path.of("crds/pythonservices.yaml"), "a\n", "a\nb\n"))
        .containsExactly(
            "crds/pythonservices.yaml is not what the API types say: line 2 is \"\" and should be"
                + " \"b\"; run 'make generate' and commit the result");
  }

  private static String committed(Path file) throws IOException {
    Path path = Repository.root().resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private static List<String> drift(Path file, String committed, String generated) {
    if (committed.equals(generated)) {
      return List.of();
    }
    List<String> is = committed.lines().toList();
    List<String> shouldBe = generated.lines().toList();
    int line = 0;
    while (at(is, line).equals(at(shouldBe, line)) && line < Math.max(is.size(), shouldBe.size())) {
      line++;
    }
    return List.of(
        "%s is not what the API types say: line %d is \"%s\" and should be \"%s\"; run 'make generate' and commit the result"
            .formatted(file, line + 1, at(is, line), at(shouldBe, line)));
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "";
  }
}

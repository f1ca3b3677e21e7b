package dev.pythonservice.e2e.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.tools.Tool.GoModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Tools")
class ToolTest {

  @ParameterizedTest(name = "of the module {0} are those that its go.mod pins")
  @EnumSource(GoModule.class)
  void arePinned(GoModule module) throws IOException {
    // given
    Path file = Path.of("tools", module.folder(), "go.mod");

    // when
    Stream<String> pinned =
        Files.readAllLines(file).stream()
            .dropWhile(line -> !line.startsWith("tool"))
            .takeWhile(line -> !line.equals(")"))
            .map(line -> line.replace("tool", "").replace("(", "").strip())
            .filter(line -> !line.isEmpty());

    // then
    assertThat(pinned)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Tool.values())
                .filter(tool -> tool.module() == module)
                .map(Tool::goPackage)
                .toList());
  }
}

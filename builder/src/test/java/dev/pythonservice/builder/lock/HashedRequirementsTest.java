package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Requirements with hashes")
final class HashedRequirementsTest {

  private static final String HASH = " --hash=sha256:" + "0".repeat(64);

  @TempDir private Path tree;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--extra-index-url http://packages.example/simple",
        "--index-url=http://Packages.example:8080/simple",
        "six @ http://packages.example/six-1.17.0-py3-none-any.whl"
      })
  @DisplayName("make uv send no password without TLS")
  void keepPasswords(String line) {
    assertThatThrownBy(() -> read(line, Set.of()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("requirements.txt line 1: http://")
        .hasMessageContaining("there is a password for its host")
        .hasMessageContaining("--plain-http");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"--extra-index-url file:///packages", "-i http:packages.example", "-i ../simple"})
  @DisplayName("name indexes that are on a server")
  void indexesElsewhere(String line) {
    assertThatThrownBy(() -> read(line, Set.of())).isInstanceOf(BuildFailure.class);
  }

  @Test
  @DisplayName("may name indexes with TLS, without a password, or where there is known to be none")
  void othersAreAsked() throws IOException {
    assertThat(read("-i https://packages.example/simple", Set.of()).lines())
        .containsExactly("--extra-index-url https://packages.example/simple");
    assertThat(read("-i http://open.example/simple", Set.of()).lines())
        .containsExactly("--extra-index-url http://open.example/simple");
    assertThat(read("-i http://packages.example/simple", Set.of("packages.example")).lines())
        .containsExactly("--extra-index-url http://packages.example/simple");
  }

  private HashedRequirements read(String line, Set<String> plain) throws IOException {
    Path file = tree.toRealPath().resolve("requirements.txt");
    Files.writeString(file, line.contains(" @ ") ? line + HASH : line);
    Access access =
        new Access(
            Map.of("packages.example", new Credentials("robot", "s3cret")),
            Optional.empty(),
            List.of(),
            plain,
            Map.of(),
            false);
    return HashedRequirements.read(tree.toRealPath(), file, access);
  }
}

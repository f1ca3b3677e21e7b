package dev.pythonservice.builder.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The environment of uv")
final class UvEnvironmentTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("has a password in the build's own folder only, and where an index is asked only")
  void keepsNoPassword() throws IOException {
    Access access = access(Map.of("index.example:8443", new Credentials("me", "s3cret")), Map.of());
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path work = folder.resolve("work");

    Map<String, String> usual = UvEnvironment.of(cache, access, Map.of());
    Map<String, String> outside = UvEnvironment.outside(work, access, Map.of());

    assertThat(usual).doesNotContainKey("NETRC");
    assertThat(cache).isEmptyDirectory();
    Path netrc = Path.of(outside.getOrDefault("NETRC", ""));
    assertThat(netrc).hasParent(work.toAbsolutePath());
    assertThat(netrc).hasContent("machine index.example login \"me\" password \"s3cret\"");
    assertThat(Files.getPosixFilePermissions(netrc))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @DisplayName("quotes what a password may have, and refuses what no netrc can say")
  void quotes() {
    assertThat(UvEnvironment.netrc(Map.of("a", new Credentials("m e", "p\"a\\s#s"))))
        .isEqualTo("machine a login \"m e\" password \"p\\\"a\\\\s#s\"\n");
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> UvEnvironment.netrc(Map.of("a", new Credentials("me", "one\ntwo"))))
        .withMessageContaining("The credentials for a have a control character")
        .withMessageNotContaining("two");
  }

  @Test
  @DisplayName("cannot keep the passwords of two ports apart, and says so")
  void refusesTwoPorts() {
    Credentials one = new Credentials("me", "1");

    assertThat(UvEnvironment.netrc(Map.of("a:1", one, "a:2", one)).lines()).hasSize(1);
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(
            () -> UvEnvironment.netrc(Map.of("a:1", one, "a:2", new Credentials("me", "2"))))
        .withMessageContaining("two ports of the host a");
  }

  @Test
  @DisplayName("has the mirror of the usual index, or of the one that was given")
  void mirrors() {
    Access access =
        access(
            Map.of(), Map.of("https://pypi.org/", "https://m/", "https://own/simple", "https://o"));

    assertThat(UvEnvironment.outside(folder, access, Map.of()))
        .containsEntry("UV_DEFAULT_INDEX", "https://m/simple");
    assertThat(
            UvEnvironment.outside(
                folder, access, Map.of("UV_DEFAULT_INDEX", "https://own/simple/")))
        .containsEntry("UV_DEFAULT_INDEX", "https://o/");
    assertThat(UvEnvironment.outside(folder, access, Map.of("UV_DEFAULT_INDEX", "https://x")))
        .doesNotContainKey("UV_DEFAULT_INDEX");
  }

  private static Access access(Map<String, Credentials> credentials, Map<String, String> mirrors) {
    return new Access(credentials, Optional.empty(), List.of(), Set.of(), mirrors, false);
  }
}

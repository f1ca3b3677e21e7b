package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Wheels in a registry")
final class OciWheelsTest {

  private final TestRegistry server = TestRegistry.plain();
  private final OciWheels wheels = new OciWheels(Registry.of(server.access(), Map.of()));
  private final String reference = server.host() + "/shop/wheels:1";

  @TempDir private Path folder;
  @TempDir private Path kept;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("come back with the source they were built from, byte for byte")
  void comeBack() throws IOException {
    BuiltWheel docopt = wheel("docopt", "content");
    wheels.push(reference, List.of(docopt, wheel("other", "other content")), folder);

    List<LockedFile> files =
        BuiltWheels.from(List.of("oci://" + reference), wheels, ServedWheels.usual(1), kept)
            .of(Samples.sourceOnly("docopt"), Samples.source(""));

    assertThat(files).hasSize(1);
    assertThat(Path.of(files.getFirst().url())).hasContent("content");
    assertThat(files.getFirst().sha256()).isEqualTo(docopt.sha256());
  }

  @Test
  @DisplayName("have the same digest for the same wheels in any order")
  void haveOneDigest() throws IOException {
    BuiltWheel one = wheel("docopt", "content");
    BuiltWheel other = wheel("other", "other content");

    Digest first = wheels.push(reference, List.of(one, other), folder);

    assertThat(wheels.push(reference, List.of(other, one), folder)).isEqualTo(first);
    assertThat(wheels.push(reference, List.of(one), folder)).isNotEqualTo(first);
  }

  @Test
  @DisplayName("are written under a tag, not under a digest")
  void wantATag() {
    String byDigest = reference + "@" + Samples.digest("x");

    assertThatThrownBy(() -> wheels.push(byDigest, List.of(), folder))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("under a tag");
  }

  private BuiltWheel wheel(String name, String content) throws IOException {
    String file = name + "-1.0-py3-none-any.whl";
    Files.writeString(folder.resolve(file), content);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new BuiltWheel(
        name,
        "1.0",
        file,
        Digest.ofBytes(bytes),
        bytes.length,
        "linux/amd64",
        new BuiltFrom.Archive(Samples.archive(name).sha256()),
        Map.of());
  }
}

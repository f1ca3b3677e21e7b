package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A source archive")
final class SourceArchiveTest {

  private static final String NAME = "docopt-1.0.tar.gz";
  private static final long LIMIT = 1_000;

  @TempDir private Path folder;

  @Test
  @DisplayName("is unpacked without its first folder")
  void isUnpacked() throws IOException {
    Path archive = archive(entry("docopt-1.0/setup.py"), entry("docopt-1.0/src/docopt.py"));

    SourceArchive.unpack(archive, NAME, folder.resolve("source"), LIMIT);

    assertThat(folder.resolve("source/setup.py")).hasContent("content");
    assertThat(folder.resolve("source/src/docopt.py")).hasContent("content");
  }

  @ParameterizedTest(name = "with the entry {0} is refused, and nothing is written there")
  @ValueSource(
      strings = {"docopt-1.0/../../escaped", "../escaped", "/escaped", "docopt-1.0//escaped"})
  void escapes(String path) throws IOException {
    Path archive = archive(entry(path));

    assertThatThrownBy(
            () -> SourceArchive.unpack(archive, NAME, folder.resolve("a/b/source"), LIMIT))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("an entry that is no file within it");
    try (var files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("escaped");
    }
  }

  @Test
  @DisplayName("with a link is refused")
  void hasALink() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("docopt-1.0/link", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    Path archive = archive(link);

    assertThatThrownBy(() -> SourceArchive.unpack(archive, NAME, folder.resolve("s"), LIMIT))
        .hasMessageContaining("docopt-1.0/link");
  }

  @Test
  @DisplayName("with a file twice is refused")
  void hasAFileTwice() throws IOException {
    Path archive = archive(entry("docopt-1.0/setup.py"), entry("docopt-1.0/setup.py"));

    assertThatThrownBy(() -> SourceArchive.unpack(archive, NAME, folder.resolve("s"), LIMIT))
        .hasMessageContaining("has a file twice: setup.py");
  }

  @Test
  @DisplayName("that is too large when unpacked is refused")
  void isTooLarge() throws IOException {
    Path archive = archive(entry("docopt-1.0/a"), entry("docopt-1.0/b"));

    assertThatThrownBy(() -> SourceArchive.unpack(archive, NAME, folder.resolve("s"), 13))
        .hasMessageContaining("larger than 13 bytes");
  }

  @Test
  @DisplayName("of another format is refused")
  void isAnotherFormat() {
    assertThatThrownBy(
            () -> SourceArchive.unpack(folder, "docopt-1.0.zip", folder.resolve("s"), LIMIT))
        .hasMessageContaining("docopt-1.0.zip")
        .hasMessageContaining("is not a .tar.gz archive");
  }

  private static TarArchiveEntry entry(String path) {
    return new TarArchiveEntry(path, true);
  }

  private Path archive(TarArchiveEntry... entries) throws IOException {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("archive.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (TarArchiveEntry entry : entries) {
        boolean link = entry.isSymbolicLink();
        entry.setSize(link ? 0 : content.length);
        tar.putArchiveEntry(entry);
        tar.write(content, 0, link ? 0 : content.length);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }
}

package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer's bytes depend on what is in it and on nothing else. */
class LayerTarTest {
  private static final Instant TIME = Instant.parse("2026-11-08T20:20:00Z");

  @TempDir Path folder;

  @Test
  void theOrderAndTimeOfMakingDoNotMatter() throws IOException {
    Path first = root("first", List.of("usr/bin/a", "usr/bin/b", "etc/c"), Instant.EPOCH);
    Path second = root("second", List.of("etc/c", "usr/bin/b", "usr/bin/a"), TIME);

    assertThat(tar(first)).hasSameBinaryContentAs(tar(second));
  }

  @Test
  void anotherContentGivesOtherBytes() throws IOException {
    Path first = root("first", List.of("etc/c"), TIME);
    Path second = root("second", List.of("etc/c"), TIME);
    Files.writeString(second.resolve("etc/c"), "other");

    assertThat(Digests.of(tar(first))).isNotEqualTo(Digests.of(tar(second)));
  }

  @Test
  void entriesAreSortedAndOwnedByRootExceptTheHomeOfNonroot() throws IOException {
    Path root = root("root", List.of("usr/b", "home/nonroot/.keep", "etc/a"), TIME);
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));

    List<TarArchiveEntry> entries = entries(tar(root));

    assertThat(entries)
        .extracting(entry -> "%s %d".formatted(entry.getName(), entry.getLongUserId()))
        .containsExactly(
            "bin 0",
            "etc/ 0",
            "etc/a 0",
            "home/ 0",
            "home/nonroot/ 65532",
            "home/nonroot/.keep 65532",
            "usr/ 0",
            "usr/b 0");
    assertThat(entries)
        .extracting(TarArchiveEntry::getLastModifiedTime)
        .containsOnly(FileTime.from(TIME));
    assertThat(entries.getFirst().getLinkName()).isEqualTo("usr/bin");
  }

  @Test
  void modesStayButNoneGivesAwayItsOwner() throws IOException {
    Path root = root("root", List.of("usr/program", "tmp/.keep"), TIME);
    Files.setAttribute(root.resolve("usr/program"), "unix:mode", 04755);
    Files.setAttribute(root.resolve("tmp"), "unix:mode", 01777);

    assertThat(entries(tar(root)))
        .extracting(entry -> "%s %o".formatted(entry.getName(), entry.getMode() & 07777))
        .contains("usr/program 755", "tmp/ 1777");
  }

  @Test
  void namesLongerThanTheOldFormatAllowsAreWhole() throws IOException {
    String name = "usr/" + "long/".repeat(40) + "name";
    Path root = root("root", List.of(name), TIME);

    assertThat(entries(tar(root)).getLast().getName()).isEqualTo(name);
  }

  @Test
  void aNameThatIsReadDifferentlyInEveryLocaleIsRefused() throws IOException {
    Path root = root("root", List.of("etc/a"), TIME);
    // As the shell writes the bytes, whatever the locale of this test.
    Command.of("sh", "-c", "touch \"$1/$(printf 'F\\305\\221')\"", "sh", root.toString()).run();

    assertThatThrownBy(() -> tar(root))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageContaining("is not ASCII");
  }

  private Path root(String name, List<String> files, Instant time) throws IOException {
    Path root = folder.resolve(name);
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(Folders.parentOf(path));
      Files.writeString(path, file);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
    return root;
  }

  private Path tar(Path root) throws IOException {
    Path tar = folder.resolve(root.getFileName() + ".tar");
    new LayerTar(root, TIME).writeTo(tar);
    return tar;
  }

  private static List<TarArchiveEntry> entries(Path tar) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream stream = new TarArchiveInputStream(Files.newInputStream(tar))) {
      TarArchiveEntry entry = stream.getNextEntry();
      while (entry != null) {
        entries.add(entry);
        entry = stream.getNextEntry();
      }
    }
    return entries;
  }
}

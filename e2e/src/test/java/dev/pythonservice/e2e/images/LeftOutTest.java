package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of packages stay out of the images. */
class LeftOutTest {
  private final LeftOut leftOut = new LeftOut(List.of("usr/bin/python3.13"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/bin/pydoc3.13",
        "usr/sbin/update-ca-certificates",
        "usr/share/man",
        "usr/share/doc/libc6/NEWS.gz",
        "usr/share/doc/libc6/changelog.gz",
        "usr/lib/x86_64-linux-gnu/gconv",
        "usr/lib/jvm/java-25-openjdk-amd64/lib/server/classes_nocoops_coh.jsa",
        "etc/skel",
      })
  void whatNothingReadsAtRunTimeStaysOut(String path) {
    assertThat(leftOut.contains(Path.of(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/bin/python3.13",
        "usr/share/doc/libc6/copyright",
        "usr/share/common-licenses/GPL-3",
        "usr/share/zoneinfo/Europe/Berlin",
        "usr/lib/x86_64-linux-gnu/libc.so.6",
        "usr/lib/locale/C.utf8/LC_CTYPE",
        "usr/lib/jvm/java-25-openjdk-amd64/lib/server/classes_coh.jsa",
        "etc/mime.types",
        "proc",
      })
  void whatProgramsNeedStays(String path) {
    assertThat(leftOut.contains(Path.of(path))).isFalse();
  }

  @Test
  void foldersThatBecomeEmptyGoAndThoseThatWereEmptyStay(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("usr/share/man/man1"));
    Files.writeString(root.resolve("usr/share/man/man1/python.1.gz"), "");
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(root.resolve("usr/bin/python3.13"), "");
    Files.createDirectories(root.resolve("proc"));

    leftOut.removeFrom(root);

    assertThat(root.resolve("usr/share")).doesNotExist();
    assertThat(root.resolve("usr/bin/python3.13")).exists();
    assertThat(root.resolve("proc")).isEmptyDirectory();
  }
}

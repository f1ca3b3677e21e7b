package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from Debian's packages. */
class DebianPackagesTest {

  @ParameterizedTest(name = "{0} is upstream''s {1}")
  @CsvSource({
    "3.13.5-2+deb13u5, 3.13.5",
    "2.41-12+deb13u5, 2.41",
    "25.0.5+8-1~deb13u1, 25.0.5+8",
    "13.8+deb13u8, 13.8",
    "14.2, 14.2",
    "1:1.3.dfsg+really1.3.1-1+b1, 1.3.dfsg+really1.3.1",
    "2:3.110-1+deb13u5, 3.110",
    "1.2-3-4, 1.2-3",
  })
  void theUpstreamVersionHasNeitherEpochNorRevision(String version, String upstream) {
    assertThat(DebianPackages.upstream(version)).isEqualTo(upstream);
  }

  @Test
  void theListOfFilesNamesOnlyThoseTheImageHas(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(root.resolve("usr/bin/python3.13"), "");
    DebianPackages.Control control =
        new DebianPackages.Control(
            "Package: python3.13-minimal\n",
            "aaaa  usr/bin/python3.13\nbbbb  usr/share/man/man1/python3.13.1.gz\n");

    assertThat(control.checksumsOfFilesIn(root)).isEqualTo("aaaa  usr/bin/python3.13\n");
  }
}

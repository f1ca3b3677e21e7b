package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A wheel that is written anew")
final class NormalWheelTest {

  private static final String SBOM = "pricing-0.2.0.dist-info/sboms/pricing.cyclonedx.json";
  private static final String RECORD = "pricing-0.2.0.dist-info/RECORD";
  private static final String MODULE = "pricing/_native.abi3.so";

  @TempDir private Path folder;

  @Test
  @DisplayName("has the same bytes wherever, whenever and in whatever order it was built")
  void isTheSame() throws IOException {
    Path one = built("/work/build-1", 1_700_000_000_000L, MODULE, SBOM, RECORD);
    Path other = built("/elsewhere/b", 1_800_000_000_000L, RECORD, SBOM, MODULE);

    assertThat(anew(one, "/work/build-1")).hasSameBinaryContentAs(anew(other, "/elsewhere/b"));
  }

  @Test
  @DisplayName("names no folder of the machine, and its RECORD says so truthfully")
  void hasATruthfulRecord() throws IOException {
    Path file = anew(built("/work/build-1", 0, MODULE, SBOM, RECORD), "/work/build-1");

    String expected = "{\"bom-ref\": \"path+file:///build/source\"}";
    byte[] hash =
        HexFormat.of().parseHex(Digest.ofBytes(expected.getBytes(StandardCharsets.UTF_8)).hex());
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    assertThat(text(file, SBOM)).isEqualTo(expected);
    assertThat(text(file, RECORD).lines())
        .containsExactly(
            RECORD + ",,",
            SBOM + ",sha256=" + encoded + "," + expected.length(),
            MODULE + ",sha256=abc,6");
  }

  @Test
  @DisplayName("keeps content and executable files as they are, and has RECORD last")
  void keepsTheRest() throws IOException {
    Path file = anew(built("/work/build-1", 0, RECORD, MODULE, SBOM), "/work/build-1");

    assertThat(text(file, MODULE)).isEqualTo("module");
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      assertThat(entries)
          .extracting(ZipArchiveEntry::getName)
          .containsExactly(SBOM, MODULE, RECORD);
      assertThat(zip.getEntry(MODULE).getUnixMode()).isEqualTo(0100755);
      assertThat(zip.getEntry(SBOM).getUnixMode()).isEqualTo(0100644);
    }
  }

  @Test
  @DisplayName("is not written when what has to be read whole would fill the memory")
  void isBounded() throws IOException {
    Path file = Files.createTempFile(folder, "bomb", ".whl");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.putArchiveEntry(new ZipArchiveEntry(SBOM));
      byte[] zeros = new byte[1 << 20];
      for (int written = 0; written <= 64; written++) {
        zip.write(zeros);
      }
      zip.closeArchiveEntry();
    }

    assertThatThrownBy(() -> anew(file, "/work"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("holds a " + SBOM + " of more than 67108864 bytes");
  }

  private Path anew(Path wheel, String place) throws IOException {
    Path file = Files.createTempFile(folder, "anew", ".whl");
    NormalWheel.write(wheel, Path.of(place), file);
    return file;
  }

  private Path built(String place, long time, String... names) throws IOException {
    Path file = Files.createTempFile(folder, "built", ".whl");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      for (String name : Arrays.asList(names)) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(time);
        entry.setUnixMode(name.equals(MODULE) ? 0100775 : 0100640);
        zip.putArchiveEntry(entry);
        zip.write(content(name, place).getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return file;
  }

  private static String content(String name, String place) {
    return switch (name) {
      case SBOM -> "{\"bom-ref\": \"path+file://%s/source\"}".formatted(place);
      case RECORD ->
          "%s,sha256=abc,6\n%s,sha256=%s,99\n%s,,\n".formatted(MODULE, SBOM, place, RECORD);
      default -> "module";
    };
  }

  private static String text(Path wheel, String name) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(wheel).get()) {
      return new String(
          zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Built wheels")
final class BuiltWheelsTest {

  private static final byte[] CONTENT = "a wheel".getBytes(StandardCharsets.UTF_8);
  private static final String FILE = "docopt-1.0-py3-none-any.whl";

  private final Source project = Samples.source("", "pricing/Cargo.toml", "README.md");
  private final LockedPackage docopt = Samples.sourceOnly("docopt");

  @TempDir private Path folder;
  @TempDir private Path kept;

  @Test
  @DisplayName("count for exactly the archive that the lock names")
  void ofAnArchive() throws IOException {
    write(wheel("docopt", FILE, new BuiltFrom.Archive(Samples.archive("docopt").sha256())));

    assertThat(read().of(docopt, project))
        .containsExactly(
            new LockedFile(
                FILE, folder.resolve(FILE).toUri(), Digest.ofBytes(CONTENT), CONTENT.length));
    assertThat(read().of(Samples.sourceOnly("other"), project)).isEmpty();
  }

  @Test
  @DisplayName("do not count for another archive of the same version")
  void ofAnotherArchive() throws IOException {
    write(wheel("docopt", FILE, new BuiltFrom.Archive(Samples.digest("another"))));

    assertThat(read().of(docopt, project)).isEmpty();
    assertThat(read().outdated(docopt, project)).containsExactly(FILE);
  }

  @Test
  @DisplayName("of the project count until a file of the package's folder changes")
  void ofTheProject() throws IOException {
    LockedPackage own = Samples.own("pricing", "pricing", Optional.of("Rust")).asPackage();
    BuiltFrom source = new BuiltFrom.Folder(FolderDigest.of(project, "pricing"));
    write(wheel("pricing", "pricing-0.2.0-cp313-abi3-manylinux_2_28_aarch64.whl", source));

    assertThat(read().of(own, project)).hasSize(1);
    assertThat(read().outdated(own, project)).isEmpty();
    assertThat(read().outdated(own, Samples.source("changed", "pricing/Cargo.toml"))).hasSize(1);
    assertThat(read().of(own, Samples.source("", "pricing/Cargo.toml", "NEWS.md"))).hasSize(1);
    assertThat(read().of(own, Samples.source("changed", "pricing/Cargo.toml"))).isEmpty();
    assertThat(read().of(own, Samples.source("", "pricing/Cargo.toml", "pricing/new.rs")))
        .isEmpty();
  }

  @Test
  @DisplayName("whose bytes are not those of the list are refused by name")
  void tampered() throws IOException {
    write(wheel("docopt", FILE, new BuiltFrom.Archive(Samples.archive("docopt").sha256())));
    Files.writeString(folder.resolve(FILE), "b wheel");
    BuiltWheels wheels = read();

    assertThatThrownBy(() -> wheels.of(docopt, project))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("missing or not the one");
  }

  @Test
  @DisplayName("without a list are refused: nobody knows what they were built from")
  void withoutList() {
    assertThatThrownBy(this::read)
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("has no wheels.json");
  }

  @Test
  @DisplayName("whose list names a file elsewhere are refused")
  void escaping() throws IOException {
    write(wheel("docopt", "../" + FILE, new BuiltFrom.Archive(Samples.digest("x"))));

    assertThatThrownBy(this::read)
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("no file name of a wheel: ../");
  }

  @Test
  @DisplayName("of a registry come to this machine once, when they are wanted")
  void ofARegistry() {
    BuiltFrom source = new BuiltFrom.Archive(Samples.archive("docopt").sha256());
    Shelf shelf = new Shelf(wheel("docopt", FILE, source));
    List<String> places = List.of("oci://registry.example/wheels:1");
    BuiltWheels wheels = BuiltWheels.from(places, shelf, ServedWheels.usual(1), kept);
    assertThat(kept).isEmptyDirectory();

    List<LockedFile> first = wheels.of(docopt, project);
    shelf.empty();

    assertThat(first).hasSize(1);
    assertThat(Path.of(first.getFirst().url())).startsWith(kept).hasBinaryContent(CONTENT);
    assertThat(wheels.of(docopt, project)).isEqualTo(first);
  }

  @Test
  @DisplayName("have a digest that changes with what is offered")
  void digest() throws IOException {
    Digest before = BuiltWheels.none().digest();
    write(wheel("docopt", FILE, new BuiltFrom.Archive(Samples.digest("x"))));

    assertThat(read().digest()).isNotEqualTo(before).isEqualTo(read().digest());
  }

  private BuiltWheels read() {
    return BuiltWheels.from(List.of(folder.toString()), new Shelf(), ServedWheels.usual(1), kept);
  }

  private void write(BuiltWheel wheel) throws IOException {
    Files.write(folder.resolve(WheelList.FILE_NAME), WheelList.write(List.of(wheel)));
    if (!wheel.fileName().contains("/")) {
      Files.write(folder.resolve(wheel.fileName()), CONTENT);
    }
  }

  private static BuiltWheel wheel(String name, String file, BuiltFrom source) {
    return new BuiltWheel(
        name,
        "1.0",
        file,
        Digest.ofBytes(CONTENT),
        CONTENT.length,
        "linux/amd64",
        source,
        Map.of("maturin", "1.16.0"));
  }

  /** A registry with one artifact, in memory. */
  private static final class Shelf implements WheelArtifacts {

    private final List<BuiltWheel> wheels;
    private boolean empty;

    Shelf(BuiltWheel... wheels) {
      this.wheels = List.of(wheels);
    }

    void empty() {
      empty = true;
    }

    @Override
    public byte[] list(String reference) {
      return WheelList.write(wheels);
    }

    @Override
    public Path fetch(String reference, BuiltWheel wheel, Path folder) {
      assertThat(empty).as("whether the registry is asked again").isFalse();
      try {
        return Files.write(folder.resolve(wheel.fileName()), CONTENT);
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }

    @Override
    public Digest push(String reference, List<BuiltWheel> pushed, Path folder) {
      throw new UnsupportedOperationException("nothing is pushed while wheels are read");
    }
  }
}

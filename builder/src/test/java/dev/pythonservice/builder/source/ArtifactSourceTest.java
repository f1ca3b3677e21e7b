package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.base.TestLayer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("A source in an OCI artifact")
final class ArtifactSourceTest {

  private static final byte[] APPLICATION = "one = 1\n".getBytes(StandardCharsets.UTF_8);
  private static final String LAYER = "application/vnd.cncf.flux.content.v1.tar+gzip";

  @TempDir Path folder;

  private final TestRegistry server = TestRegistry.plain();
  private Registry registry;
  private Repository repository;
  private Sources sources;

  @BeforeEach
  void reachRegistry() {
    Access access = server.access();
    registry = Registry.of(access, Map.of());
    repository = server.repository("source/orders");
    sources =
        new Sources(access, ProxySettings.of(Map.of()), registry, new Limits(1 << 20, 10, 1, 1, 1));
  }

  @AfterEach
  void stopRegistry() {
    server.close();
  }

  @Test
  @DisplayName("has the manifest's digest as revision, and the time that it says")
  void fetches() {
    Manifest manifest = push(new TestLayer().file("./app.py", 0644, APPLICATION).gzip());

    Source source = fetch();

    assertThat(source.revision()).isEqualTo(manifest.digest().toString());
    assertThat(source.time()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(source.tree().resolve("app.py")).hasBinaryContent(APPLICATION);
  }

  @Test
  @DisplayName("has the same digest as the same files in a folder and in git")
  void sameDigest() throws Exception {
    GitFixture git = GitFixture.in(folder.resolve("git"));
    git.write("src/app.py", "one = 1\n")
        .write("run", "#!/bin/sh\n")
        .write(".gitignore", "*.log\n")
        .write(".dockerignore", "docs\n")
        .write("docs/guide.md", "Guide");
    assertThat(git.folder().resolve("run").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(git.folder().resolve("link"), Path.of("src"));
    git.commit();
    push(
        new TestLayer()
            .folder("src")
            .file("src/app.py", 0600, APPLICATION)
            .link("link", "src")
            .file("run", 0755, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))
            .gzip());
    git.write("src/__pycache__/app.cpython-313.pyc", "left behind by a run");

    Source ofArtifact = fetch();
    Source ofFolder =
        sources.fetch(new SourceRequest.Folder(git.folder(), "."), folder.resolve("work-folder"));
    Source ofGit =
        sources.fetch(new SourceRequest.Git(git.url(), "main", "."), folder.resolve("work-git"));

    assertThat(ofArtifact.files())
        .extracting(SourceFile::path)
        .containsExactly("link", "run", "src/app.py");
    assertThat(ofFolder.files()).isEqualTo(ofArtifact.files());
    assertThat(ofGit.files()).isEqualTo(ofArtifact.files());
    assertThat(List.of(ofFolder.treeDigest(), ofGit.treeDigest()))
        .containsOnly(ofArtifact.treeDigest());
    assertThat(ofFolder.revision()).isEqualTo(ofFolder.treeDigest().toString());
    git.close();
  }

  @ParameterizedTest(name = "is refused with {0}")
  @MethodSource("hostileArchives")
  void refusesHostileArchives(String what, TestLayer layer, String message) {
    push(layer.gzip());

    assertThatThrownBy(this::fetch).isInstanceOf(BuildFailure.class).hasMessageContaining(message);
    assertThat(folder.resolve("outside")).doesNotExist();
    assertThat(folder.resolve("work/outside")).doesNotExist();
  }

  static Stream<Arguments> hostileArchives() {
    return Stream.of(
        Arguments.of(
            "a path out of it",
            new TestLayer().file("../outside", "x"),
            "../outside, which is not"),
        Arguments.of(
            "a path out of it in between",
            new TestLayer().file("a/../../outside", "x"),
            "a/../../outside, which is not"),
        Arguments.of("an absolute path", absolute(), "/outside, which is not within"),
        Arguments.of(
            "a link out of it",
            new TestLayer().link("link", "../outside"),
            "link is a symbolic link to ../outside"),
        Arguments.of(
            "a file that would be written through a link",
            new TestLayer().link("link", "..").file("link/outside", "x"),
            "link is a symbolic link to .."),
        Arguments.of(
            "a file in place of a link's folder",
            new TestLayer().link("link", "src").file("link/outside", "x"),
            "has link twice"),
        Arguments.of(
            "a hard link",
            new TestLayer().special("passwd", "/etc/passwd", TarConstants.LF_LINK),
            "passwd, which is a hard link or a device"),
        Arguments.of(
            "a device",
            new TestLayer().special("null", "", TarConstants.LF_CHR),
            "null, which is a hard link or a device"),
        Arguments.of(
            "the same file twice", new TestLayer().file("a", "1").file("a", "2"), "has a twice"),
        Arguments.of(
            "a name of 2 MiB", endlessName(), "a header in the archive is longer than 1 MiB"),
        Arguments.of("too many files", many(), "more than 10 files"),
        Arguments.of(
            "too many bytes, packed small",
            new TestLayer().file("zeros", 0644, new byte[2 << 20]),
            "more than 1048576 bytes"));
  }

  private static TestLayer absolute() {
    TestLayer layer = new TestLayer();
    layer.special("/outside", "", TarConstants.LF_NORMAL);
    return layer;
  }

  private static TestLayer endlessName() {
    TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    entry.setSize(2 << 20);
    return new TestLayer().add(entry, new byte[2 << 20]);
  }

  private static TestLayer many() {
    TestLayer layer = new TestLayer();
    for (int count = 0; count < 11; count++) {
      layer.folder("folder" + count);
    }
    return layer;
  }

  @Test
  @DisplayName("is refused when it has not exactly one layer")
  void refusesImages() {
    byte[] layer = new TestLayer().file("app.py", "").gzip();
    push(layer, layer);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is not an artifact with exactly one layer")
        .hasMessageContaining("flux push artifact");
  }

  private Source fetch() {
    return sources.fetch(new SourceRequest.Oci(repository + ":main", "."), folder.resolve("work"));
  }

  private Manifest push(byte[]... layers) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.MANIFEST);
    Descriptor config =
        registry.push(repository, MediaTypes.EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
    json.set("config", config.json());
    for (byte[] layer : layers) {
      json.withArray("layers").add(registry.push(repository, LAYER, layer).json());
    }
    json.putObject("annotations").put("org.opencontainers.image.created", "2026-01-31T12:00:00Z");
    Manifest manifest = Manifest.of(MediaTypes.MANIFEST, json);
    registry.tag(repository, manifest, "main");
    return manifest;
  }
}

package dev.pythonservice.builder.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.target.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loaders and interpreters here are scripts of a shell: what is tested is what is run. */
@DisplayName("An interpreter of a base image's version")
final class InterpretersTest {

  private static final String SAYS = "#!/bin/sh\necho cpython %s\n";

  @TempDir Path folder;

  private final TestRegistry server = TestRegistry.plain();
  private Registry registry;
  private TestImages images;
  private BaseImages baseImages;

  @BeforeEach
  void reachRegistry() {
    registry = Registry.of(server.access(), Map.of());
    images = new TestImages(registry, server.repository("base/python"));
    KeyStore kept = new KeyStore(registry, server.repository("python/layers"));
    baseImages = new BaseImages(registry, kept, true);
  }

  @AfterEach
  void stopRegistry() {
    server.close();
  }

  @Test
  @DisplayName("is the installed one, when that is of exactly this version")
  void installed() throws IOException {
    pushBoth("3.13.5");
    script("wrong/usr/bin/python3.13", "3.13.4");
    Path right = script("right/bin/python3.13", "3.13.5");

    Interpreter found =
        interpreters(folder.resolve("absent"), folder.resolve("wrong"), folder.resolve("right"))
            .find(ofOtherPlatform());

    assertThat(found.command()).containsExactly(right.toString());
    assertThat(found.environment()).containsEntry("PYTHONHASHSEED", "0");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  @DisplayName(
      "is that of the variant for this machine, run by the image's own loader, unpacked once")
  void unpacked() throws IOException {
    pushBoth("3.13.5");
    BaseImage other = ofOtherPlatform();

    Interpreter found = interpreters().find(other);

    Program.Outcome outcome = Program.of(folder, found.command()).with(found.environment()).run();
    assertThat(outcome.output()).isEqualTo("cpython 3.13.5\n");
    Path home = Path.of(found.environment().get("PYTHONHOME"));
    assertThat(home.resolve("lib/python3.13/os.py")).hasContent("import sys");
    assertThat(home.resolve("share/large")).doesNotExist();
    assertThat(home.resolve("lib/python3.13/site-packages")).doesNotExist();
    assertThat(entries(folder.resolve("cache/interpreters"))).hasSize(1);
    assertThat(folder.resolve("cache/work/build")).isEmptyDirectory();
    server.requests().clear();
    assertThat(interpreters().find(other)).isEqualTo(found);
    assertThat(server.requests()).noneMatch(request -> request.contains("/blobs/"));
  }

  @Test
  @DisplayName("that does not run leaves nothing in the cache")
  void broken() throws IOException {
    byte[] broken = image("3.13.5").file("usr/bin/python3.13", "\0" + "3.13.5\0broken").gzip();
    images.tag("1", images.index(both(broken, broken)));

    assertThatThrownBy(() -> interpreters().find(ofOtherPlatform()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("does not run on this machine: cpython 3.13.5broken");
    assertThat(entries(folder.resolve("cache/interpreters"))).isEmpty();
  }

  @Test
  @DisplayName("is refused when the variant for this machine has another version")
  void otherVersion() {
    images.tag("1", images.index(both(image("3.13.5").gzip(), image("3.13.4").gzip())));

    assertThatThrownBy(() -> interpreters().find(ofOtherPlatform()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(
            "has Python 3.13.4 for the platform wanted and 3.13.5 for " + machine());
  }

  @Test
  @DisplayName("is refused when the base image has no variant for this machine")
  void noVariant() {
    images.tag(
        "1",
        images.index(
            Map.of(
                other().architecture(),
                images.image(other().architecture(), image("3.13.5").gzip()))));

    assertThatThrownBy(() -> interpreters().find(ofOtherPlatform()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is not there for %s, only for %s".formatted(machine(), other()));
  }

  private void pushBoth(String version) {
    images.tag("1", images.index(both(image(version).gzip(), image(version).gzip())));
  }

  private Map<String, Manifest> both(byte[] ofThisMachine, byte[] ofOther) {
    return Map.of(
        machine().architecture(), images.image(machine().architecture(), ofThisMachine),
        other().architecture(), images.image(other().architecture(), ofOther));
  }

  /** The loader is called as {@code loader --library-path FOLDERS PROGRAM}. */
  private static TestLayer image(String version) {
    String glibc = "\0GNU C Library (here) stable release version 2.41.\n";
    byte[] loader =
        "#!/bin/sh\necho cpython $(tr -d '\\000' < \"$3\")\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new TestLayer()
        .link("lib64", "usr/lib64")
        .link("lib", "/usr/lib")
        .file("usr/lib64/ld-linux-x86-64.so.2", 0755, loader)
        .file("usr/lib/ld-linux-aarch64.so.1", 0755, loader)
        .file("usr/lib/libc.so.6", glibc)
        .link("usr/bin/python3", "python3.13")
        .file("usr/bin/python3.13", "\0" + version + "\0")
        .file("usr/lib/python3.13/os.py", "import sys")
        .file("usr/lib/python3.13/site-packages/other.py", "")
        .file("usr/share/large", "");
  }

  private BaseImage ofOtherPlatform() {
    return baseImages.resolve(images.reference("1"), List.of(other())).values().iterator().next();
  }

  private Interpreters interpreters(Path... folders) {
    return new Interpreters(
        registry,
        baseImages,
        List.of(folders),
        folder.resolve("cache"),
        folder.resolve("cache/work/build"));
  }

  private Path script(String path, String version) throws IOException {
    Path script = folder.resolve(path);
    Files.createDirectories(script.getParent());
    Files.writeString(script, SAYS.formatted(version));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static Platform machine() {
    return System.getProperty("os.arch").equals("aarch64")
        ? Platform.LINUX_ARM64
        : Platform.LINUX_AMD64;
  }

  private static Platform other() {
    return machine() == Platform.LINUX_AMD64 ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
  }
}

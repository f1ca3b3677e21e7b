package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Lanes;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The base images, made of Debian's packages, published to a real registry, unpacked and run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Lanes.MACHINE)
class BaseImagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every extension module of the standard library loads, so every library it needs is there. */
  private static final String IMPORT_EVERYTHING =
      """
      import importlib, importlib.util, os, sys, sysconfig
      folder = os.path.join(sysconfig.get_path("stdlib"), "lib-dynload")
      names = sorted({name.split(".")[0] for name in os.listdir(folder) if name.endswith(".so")})
      for name in names:
          importlib.import_module(name)
      import ctypes, lzma, socket, sqlite3, ssl, zlib, zoneinfo, locale, mimetypes, pwd
      assert ssl.create_default_context().cert_store_stats()["x509_ca"] > 100
      assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
      assert ctypes.CDLL("libstdc++.so.6") and ctypes.CDLL("libgcc_s.so.1")
      assert zoneinfo.ZoneInfo("Europe/Berlin").key == "Europe/Berlin"
      assert locale.setlocale(locale.LC_ALL, "C.UTF-8") and sys.getfilesystemencoding() == "utf-8"
      assert mimetypes.guess_type("a.parquet")[0] and socket.getservbyname("https") == 443
      assert pwd.getpwuid(os.getuid()).pw_name == "nonroot"
      bytecode = open(importlib.util.find_spec("json").cached, "rb").read(8)
      assert bytecode[4:] == b"\\1\\0\\0\\0", "not of PEP 552's unchecked kind"
      try:
          open("/tmp/probe", "w")
          sys.exit("the root can be written")
      except OSError:
          pass
      print(len(names) > 20, os.getuid(), sys.version_info[:2])
      """;

  private final Progress progress = Progress.onto(System.out, Clock.systemUTC());
  private Path tools;
  private Path cache;
  private LocalRegistry registry;
  private SequencedMap<String, String> published;

  @BeforeAll
  void publish(@TempDir Path folder) throws IOException {
    SystemPackages.of(System.getenv())
        .ensure(Map.of("qemu-aarch64-static", "qemu-user-static"), progress);
    ToolCache toolCache = ToolCache.of(Path.of(".."), System.getenv());
    tools = toolCache.provide(Set.of(Tool.CRANE), progress).folder();
    cache = ToolCache.cacheFolder(System.getenv()).resolve("base-images");
    registry = LocalRegistry.start(tools.resolve("crane"), folder.resolve("registry"));
    published = new BaseImages(tools, cache, progress).publishTo(registry.address());
  }

  @AfterAll
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base/python:3.13",
        "base/python:3.14",
        "base/java:25",
        "base/debian:13",
        "pause:1",
        "git-server:1"
      })
  void anImageIsAnOciIndexOfBothPlatformsThatCraneFindsValid(String name) throws IOException {
    String reference = registry.address() + "/" + name;

    JsonNode index = JSON.readTree(registry.crane("manifest", reference));

    assertThat(index.path("mediaType").asText()).isEqualTo(OciLayout.INDEX);
    assertThat(index.path("manifests").findValuesAsText("architecture"))
        .containsExactly("amd64", "arm64");
    for (Platform platform : Platform.values()) {
      registry.crane(
          "validate", "--platform", "linux/" + platform.architecture(), "--remote", reference);
    }
    assertThat(published.get(name)).endsWith("@" + registry.crane("digest", reference).strip());
  }

  @ParameterizedTest
  @CsvSource({"3.13,AMD64", "3.13,ARM64", "3.14,AMD64", "3.14,ARM64"})
  void pythonLoadsItsWholeStandardLibraryAsNonrootOnAReadOnlyRoot(
      String version, Platform platform, @TempDir Path folder) throws IOException {
    try (UnpackedImage image =
        UnpackedImage.of(registry, "base/python:" + version, platform, folder)) {

      image.write("probe.py", IMPORT_EVERYTHING);

      String output = image.run("/usr/bin/python3", "/probe.py");

      assertThat(output.strip()).isEqualTo("True 65532 (%s)".formatted(version.replace(".", ", ")));
    }
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void anImageHasNoShellAndListsItsPackagesForScanners(Platform platform, @TempDir Path folder)
      throws IOException {
    try (UnpackedImage image = UnpackedImage.of(registry, "base/python:3.13", platform, folder)) {
      Path root = image.root();

      assertThat(root.resolve("usr/bin"))
          .isDirectoryContaining("glob:**/python3.13")
          .isDirectoryNotContaining("glob:**/{sh,bash,dash,perl,openssl,apt,dpkg}");
      assertThat(root.resolve("var/lib/dpkg/status.d/libc6"))
          .content()
          .contains("Package: libc6\n", "Version: 2.", "Architecture: " + platform.architecture());
      assertThat(root.resolve("var/lib/dpkg/status.d/python3.13-minimal.md5sums"))
          .content()
          .contains("  usr/bin/python3.13\n")
          .doesNotContain("usr/share/man");
    }
  }

  @Test
  void theVersionsAreLabelsOfTheImage() throws IOException {
    JsonNode configuration =
        JSON.readTree(
            registry.crane(
                "config", "--platform", "linux/arm64", registry.address() + "/base/python:3.13"));

    JsonNode labels = configuration.at("/config/Labels");
    assertThat(labels.path("dev.pythonservice.python.version").asText()).startsWith("3.13.");
    assertThat(labels.path("dev.pythonservice.libc.version").asText()).matches("2\\.\\d+");
    assertThat(labels.path("dev.pythonservice.debian.version").asText()).startsWith("13.");
    assertThat(labels.path("org.opencontainers.image.version").asText()).startsWith("3.13.");
    assertThat(configuration.at("/config/User").asText()).isEqualTo("65532:65532");
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void javaStartsFromItsClassArchiveAndTrustsTheAuthorities(Platform platform, @TempDir Path folder)
      throws IOException {
    try (UnpackedImage image = UnpackedImage.of(registry, "base/java:25", platform, folder)) {

      String properties = image.run("/usr/bin/java", "-Xshare:on", "--version");
      String authorities = image.run("/usr/lib/jvm/java-25/bin/keytool", "-list", "-cacerts");

      assertThat(properties).contains("25.");
      assertThat(authorities).contains("trustedCertEntry");
    }
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void pauseStaysUntilItIsTold(Platform platform, @TempDir Path folder) throws IOException {
    try (UnpackedImage image = UnpackedImage.of(registry, "pause:1", platform, folder)) {

      Process process = image.start("/usr/bin/catatonit", "-P");

      assertThat(process.isAlive()).isTrue();
      process.destroy();
      assertThat(Eventually.within(Duration.ofSeconds(20), () -> !process.isAlive())).isTrue();
    }
  }

  @Test
  void aSecondTimeNothingIsPushed() throws IOException {
    int before = registry.requests().size();

    SequencedMap<String, String> again =
        new BaseImages(tools, cache, progress).publishTo(registry.address());

    assertThat(again).isEqualTo(published);
    List<String> requests = registry.requests();
    assertThat(requests.subList(before, requests.size()))
        .hasSize(published.size())
        .allSatisfy(request -> assertThat(request).contains("HEAD /v2/"));
  }

  @Test
  void theSamePackagesGiveTheSameDigestsInAnotherFolder(@TempDir Path other) throws IOException {
    Path copy = other.resolve("cache");
    copyOfCache("packages", copy);
    copyOfCache("layouts", copy);
    // Java's image takes the longest and has one file of its own making: CertificateBundleTest.
    Folders.delete(layoutOf("base/python:3.13", copy));
    Folders.delete(layoutOf("pause:1", copy));

    assertThat(publishedFrom(other)).isEqualTo(digests(published));
  }

  @Test
  void aMirrorThatDoesNotAnswerIsNamedWithTheSuite(@TempDir Path folder) {
    AptConfiguration apt =
        new AptConfiguration(
            Optional.of(URI.create("http://127.0.0.1:1/debian/")), Optional.empty(), List.of());
    DebianArchive archive = new DebianArchive(apt);

    assertThatThrownBy(
            () -> archive.download(Suite.FORKY, Platform.ARM64, List.of("catatonit"), folder))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageStartingWith(
            "The packages of Debian forky for arm64 could not be downloaded from"
                + " deb http://127.0.0.1:1/debian/ forky main: check the network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut short", "changed", "gone"})
  void anImageWithALayerThatIsDamagedIsMadeAgain(String damage, @TempDir Path other)
      throws IOException {
    Path copy = other.resolve("cache");
    copyOfCache("packages", copy);
    copyOfCache("layouts", copy);
    Path layer = layerOf("pause:1", copy);
    byte[] content = Files.readAllBytes(layer);
    Files.delete(layer);
    content[content.length / 2]++;
    switch (damage) {
      case "cut short" -> Files.write(layer, Arrays.copyOf(content, content.length / 2));
      case "changed" -> Files.write(layer, content);
      default -> assertThat(layer).doesNotExist();
    }

    assertThat(publishedFrom(other)).isEqualTo(digests(published));
  }

  /** What another cache's images are in a registry of their own. */
  private Map<String, String> publishedFrom(Path folder) throws IOException {
    try (LocalRegistry other =
        LocalRegistry.start(tools.resolve("crane"), folder.resolve("registry"))) {
      return digests(
          new BaseImages(tools, folder.resolve("cache"), progress).publishTo(other.address()));
    }
  }

  private static Map<String, String> digests(Map<String, String> references) {
    return references.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().replaceFirst(".*@", "")));
  }

  /** The largest blob of an image in a cache. */
  private Path layerOf(String name, Path copy) throws IOException {
    try (Stream<Path> blobs = Files.list(layoutOf(name, copy).resolve("blobs/sha256"))) {
      return blobs.max(Comparator.comparingLong(blob -> blob.toFile().length())).orElseThrow();
    }
  }

  /** The layout of an image in a cache. */
  private Path layoutOf(String name, Path copy) throws IOException {
    String digest = String.valueOf(digests(published).get(name));
    try (Stream<Path> layouts = Files.list(copy.resolve("layouts"))) {
      for (Path layout : layouts.toList()) {
        if (new OciLayout(layout).digest().equals(digest)) {
          return layout;
        }
      }
    }
    throw new AssertionError(name + " is not in the cache");
  }

  /** Copies a folder of the cache. */
  private void copyOfCache(String name, Path target) throws IOException {
    Path source = cache.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(name).resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}

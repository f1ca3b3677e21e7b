package dev.pythonservice.builder.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A base image")
final class BaseImagesTest {

  private static final String GLIBC =
      "\0GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\n"
          + "more\0GLIBC_2.9\0GLIBC_2.41\0GLIBC_PRIVATE\0";

  private final TestRegistry server = TestRegistry.plain();
  private Registry registry;
  private TestImages images;

  @BeforeEach
  void reachRegistry() {
    registry = Registry.of(server.access(), Map.of());
    images = new TestImages(registry, server.repository("base/python"));
  }

  @AfterEach
  void stopRegistry() {
    server.close();
  }

  private static TestLayer debian() {
    return new TestLayer()
        .link("bin", "usr/bin")
        .link("lib", "usr/lib")
        .link("usr/bin/python3", "python3.13")
        .file("usr/bin/python3.13", "\177ELF\0%s\0" + "3.13.5\0" + "3.13\0")
        .file("usr/lib/x86_64-linux-gnu/libc.so.6", GLIBC)
        .file("usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.33", "\0GLIBCXX_3.4.9\0GLIBCXX_3.4.33\0")
        .link("usr/lib/x86_64-linux-gnu/libstdc++.so.6", "libstdc++.so.6.0.33")
        .link("usr/lib/x86_64-linux-gnu/libgone.so.1", "libgone.so.1.0")
        .link("etc/os-release", "../usr/lib/os-release")
        .file(
            "usr/lib/os-release",
            "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\nVERSION_ID=\"13\"\n")
        .file(
            "var/lib/dpkg/status",
            """
            Package: libstdc++6
            Status: install ok installed
            Architecture: amd64
            Source: gcc-14 (14.2.0-19)
            Version: 14.2.0-19+b1
            Description: library
             Package: none

            Package: gone
            Status: deinstall ok config-files
            Architecture: all
            Version: 1
            """)
        .file(
            "var/lib/dpkg/status.d/tzdata",
            "Package: tzdata\nVersion: 1:2026a-0+deb13u1\nArchitecture: all\n")
        .file("var/lib/dpkg/status.d/tzdata.md5sums", "0 usr/share/zoneinfo/UTC\n");
  }

  @Test
  @DisplayName("of Debian tells Python, C library, packages and libraries by its files")
  void readsDebian() {
    images.tag("1", images.index(Map.of("amd64", images.image("amd64", debian().gzip()))));

    BaseFacts facts = resolve("1", Platform.LINUX_AMD64).facts();

    assertThat(facts.python()).isEqualTo(PythonVersion.of("3.13.5"));
    assertThat(facts.interpreter()).isEqualTo("/usr/bin/python3.13");
    assertThat(facts.libc()).isEqualTo(new CLibrary(CLibrary.Family.GLIBC, 2, 41));
    assertThat(facts.distribution()).isEqualTo("Debian GNU/Linux 13 (trixie)");
    assertThat(facts.symbolVersions()).isEqualTo(Map.of("GLIBC", "2.41", "GLIBCXX", "3.4.33"));
    assertThat(facts.libraries())
        .containsExactlyInAnyOrder("libc.so.6", "libstdc++.so.6", "libstdc++.so.6.0.33");
    assertThat(facts.packages())
        .containsExactly(
            new SystemPackage(
                "libstdc++6",
                "14.2.0-19+b1",
                "amd64",
                "gcc-14",
                "",
                "pkg:deb/debian/libstdc%2B%2B6@14.2.0-19%2Bb1?arch=amd64&distro=debian-13"),
            new SystemPackage(
                "tzdata",
                "1:2026a-0+deb13u1",
                "all",
                "tzdata",
                "",
                "pkg:deb/debian/tzdata@1:2026a-0%2Bdeb13u1?arch=all&distro=debian-13"));
  }

  @Test
  @DisplayName("of Alpine, with Zstandard and Docker's media types, is read as well")
  void readsAlpine() {
    byte[] layer =
        new TestLayer()
            .file("./usr/local/bin/python3.13", "\0small\0")
            .link("./usr/local/bin/python3", "python3.13")
            .file("./usr/local/lib/libpython3.13.so.1.0", "\0" + "3.13.5\0")
            .file("./lib/ld-musl-aarch64.so.1", "\0" + "1.2.5\0")
            .file("./etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n")
            .file(
                "./lib/apk/db/installed",
                "C:Q1abc=\n"
                    + "P:musl\n"
                    + "V:1.2.5-r10\n"
                    + "A:aarch64\n"
                    + "L:MIT\n"
                    + "o:musl\n\n"
                    + "P:ssl_client\n"
                    + "V:1.37.0-r18\n"
                    + "A:aarch64\n"
                    + "o:busybox\n"
                    + "L:GPL-2.0-only\n\n")
            .zstd();
    images.tag("1", images.docker("arm64", layer));

    BaseFacts facts = resolve("1", Platform.LINUX_ARM64).facts();

    assertThat(facts.python()).isEqualTo(PythonVersion.of("3.13.5"));
    assertThat(facts.interpreter()).isEqualTo("/usr/local/bin/python3.13");
    assertThat(facts.libc()).isEqualTo(new CLibrary(CLibrary.Family.MUSL, 1, 2));
    assertThat(facts.packages())
        .extracting(SystemPackage::name, SystemPackage::source, SystemPackage::licence)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("musl", "musl", "MIT"),
            org.assertj.core.groups.Tuple.tuple("ssl_client", "busybox", "GPL-2.0-only"));
    assertThat(facts.packages().getFirst().purl())
        .isEqualTo("pkg:apk/alpine/musl@1.2.5-r10?arch=aarch64&distro=alpine-3.22.1");
  }

  @Test
  @DisplayName("has what its upper layers leave of the lower ones")
  void respectsWhiteouts() {
    byte[] upper =
        new TestLayer()
            .file("var/lib/dpkg/status.d/.wh.tzdata", "")
            .file("usr/lib/x86_64-linux-gnu/libnew.so.1", "")
            .file("usr/lib/x86_64-linux-gnu/.wh..wh..opq", "")
            .file("usr/lib/x86_64-linux-gnu/libc.so.6", GLIBC.replace("2.41", "2.42"))
            .special(
                "usr/lib/x86_64-linux-gnu/libsame.so.1",
                "usr/lib/x86_64-linux-gnu/libnew.so.1",
                TarConstants.LF_LINK)
            .gzip();
    images.tag("1", images.image("amd64", debian().gzip(), upper));

    BaseFacts facts = resolve("1", Platform.LINUX_AMD64).facts();

    assertThat(facts.libc().minor()).isEqualTo(42);
    assertThat(facts.packages()).extracting(SystemPackage::name).containsExactly("libstdc++6");
    assertThat(facts.libraries())
        .containsExactlyInAnyOrder("libc.so.6", "libnew.so.1", "libsame.so.1");
  }

  @Test
  @DisplayName("is read once: the second time its layers are not asked for")
  void keepsFacts() {
    images.tag("1", images.index(Map.of("amd64", images.image("amd64", debian().gzip()))));
    BaseImage first = resolve("1", Platform.LINUX_AMD64);
    server.requests().clear();

    BaseImage second = resolve("1", Platform.LINUX_AMD64);

    assertThat(second).isEqualTo(first);
    assertThat(server.requests()).hasSize(2).noneMatch(request -> request.contains("/blobs/"));
  }

  @Test
  @DisplayName("is not kept in a dry run")
  void keepsNothingInDryRuns() {
    images.tag("1", images.image("amd64", debian().gzip()));
    server.requests().clear();

    baseImages(false).resolve(images.reference("1"), List.of(Platform.LINUX_AMD64));

    assertThat(server.requests()).allMatch(request -> request.startsWith("GET "));
  }

  @Test
  @DisplayName("that lacks a platform is refused with those that it has")
  void missingPlatform() {
    images.tag(
        "1",
        images.index(
            Map.of(
                "amd64", images.image("amd64", debian().gzip()),
                "s390x", images.image("s390x", debian().gzip()))));

    assertThatThrownBy(() -> resolve("1", Platform.LINUX_ARM64))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is not there for linux/arm64, only for linux/amd64, linux/s390x");
  }

  @Test
  @DisplayName("that is no index is refused for another platform than its own")
  void singleOfOtherPlatform() {
    images.tag("1", images.image("amd64", debian().gzip()));

    assertThatThrownBy(() -> resolve("1", Platform.LINUX_ARM64))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is not there for linux/arm64, only for linux/amd64");
  }

  @ParameterizedTest(name = "without {0} is refused by name")
  @ValueSource(strings = {"usr/bin/.wh.python3", "usr/lib/x86_64-linux-gnu/.wh.libc.so.6"})
  void incomplete(String whiteout) {
    images.tag(
        "1", images.image("amd64", debian().gzip(), new TestLayer().file(whiteout, "").gzip()));

    assertThatThrownBy(() -> resolve("1", Platform.LINUX_AMD64))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(images.reference("1"))
        .hasMessageContaining(
            whiteout.contains("python3") ? "has no python3" : "has neither glibc");
  }

  @Test
  @DisplayName("whose Python does not tell its version may have a label that does")
  void labelledVersion() {
    TestLayer silent = new TestLayer().file("usr/bin/python3.13", "\0stripped\0");
    images.tag("1", images.image("amd64", debian().gzip(), silent.gzip()));
    assertThatThrownBy(() -> resolve("1", Platform.LINUX_AMD64))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("does not tell its full version")
        .hasMessageContaining("dev.pythonservice.python.version");

    images.labels(Map.of("dev.pythonservice.python.version", "3.13.7"));
    images.tag("2", images.image("amd64", debian().gzip(), silent.gzip()));

    assertThat(resolve("2", Platform.LINUX_AMD64).facts().python())
        .isEqualTo(PythonVersion.of("3.13.7"));
  }

  private BaseImage resolve(String tag, Platform platform) {
    Map<Platform, BaseImage> found =
        baseImages(true).resolve(images.reference(tag), List.of(platform));
    assertThat(found).containsOnlyKeys(platform);
    BaseImage image = found.values().iterator().next();
    assertThat(image.layers()).isNotEmpty();
    assertThat(image.config().path("rootfs").path("diff_ids").size())
        .isEqualTo(image.layers().size());
    assertThat(image.manifest().mediaType()).isIn(MediaTypes.MANIFEST, MediaTypes.DOCKER_MANIFEST);
    return image;
  }

  private BaseImages baseImages(boolean keep) {
    Repository layers = server.repository("python/layers");
    return new BaseImages(registry, new KeyStore(registry, layers), keep);
  }
}

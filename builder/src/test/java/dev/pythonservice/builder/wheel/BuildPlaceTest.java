package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The environment of a build")
final class BuildPlaceTest {

  private static final Path FOLDER = Path.of("/work/build-1");

  private final BuildPlace place =
      new BuildPlace(
          FOLDER,
          Map.of(
              "PATH", "/usr/bin",
              "HOME", "/home/ada",
              "AWS_SECRET_ACCESS_KEY", "secret",
              "UV_INDEX_PRIVATE_PASSWORD", "secret",
              "RUSTUP_TOOLCHAIN", "1.95.0"),
          Map.of(
              "https_proxy", "http://ada:secret@proxy.example:3128",
              "NETRC", "/cache/netrc",
              "SSL_CERT_FILE", "/cache/authorities.pem"));

  @Test
  @DisplayName("has no secret, no proxy and no home of the user")
  void hasNoSecret() {
    Map<String, String> building = place.building();

    assertThat(building.values()).noneMatch(value -> value.contains("secret"));
    assertThat(building).doesNotContainKeys("NETRC", "https_proxy", "HTTPS_PROXY");
    assertThat(building)
        .containsEntry("HOME", "/work/build-1/home")
        .containsEntry("CARGO_HOME", "/work/build-1/cargo")
        .containsEntry("TMPDIR", "/work/build-1/tmp")
        .containsEntry("CARGO_NET_OFFLINE", "true");
  }

  @Test
  @DisplayName("has the tools first on the path, and the machine's Rust")
  void hasTools() {
    assertThat(place.building())
        .containsEntry("PATH", "/work/build-1/tools/bin:/usr/bin")
        .containsEntry("RUSTUP_HOME", "/home/ada/.rustup")
        .containsEntry("RUSTUP_TOOLCHAIN", "1.95.0");
  }

  @Test
  @DisplayName("lets cargo reach the outside while it fetches, and has nothing else of uv's")
  void letsCargoFetch() {
    assertThat(place.fetching())
        .containsEntry("https_proxy", "http://ada:secret@proxy.example:3128")
        .containsEntry("CARGO_HTTP_CAINFO", "/cache/authorities.pem")
        .doesNotContainKeys("NETRC", "CARGO_NET_OFFLINE");
  }

  @Test
  @DisplayName("lets foreign code write to all folders of the build but that of its tools")
  void keepsTools() {
    assertThat(place.writable())
        .contains(place.source().getParent(), place.wheels(), place.temporary())
        .noneMatch(place.tools()::startsWith);
  }

  @Test
  @DisplayName("keeps the folder out of what Rust compiles")
  void remapsPaths() {
    assertThat(place.withoutPaths("aarch64-unknown-linux-gnu"))
        .containsEntry(
            "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUSTFLAGS",
            "--remap-path-prefix=/work/build-1=/build");
  }
}

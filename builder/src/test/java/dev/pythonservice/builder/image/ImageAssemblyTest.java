package dev.pythonservice.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.target.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("An assembled image")
final class ImageAssemblyTest {

  private static final String BASE_CONFIG =
      """
      {"created": "2026-01-02T00:00:00Z", "architecture": "arm64", "os": "linux", "variant": "v8",
       "config": {"User": "0", "Env": ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"], "Cmd": ["python3"],
                  "Labels": {"dev.pythonservice.libc.version": "2.41"}, "StopSignal": "SIGINT"},
       "rootfs": {"type": "layers", "diff_ids": []},
       "history": [{"created": "2026-01-02T00:00:00Z", "created_by": "debian"},
                   {"created_by": "ENV LANG", "empty_layer": true}]}
      """;

  private final Layer base = layer("base");
  private final Layer wheels = layer("wheels");
  private final Layer application = layer("application");

  @Test
  @DisplayName("has the configuration, manifest and index that are written down here, to the byte")
  void matchesGoldenFiles() {
    Image image =
        assembled(settings(Map.of("PATH", "/venv/bin:/usr/bin:/bin", "B", "2", "A", "1")));
    PlatformImage arm = image.platforms().getFirst();

    assertThat(pretty(arm.configBytes())).isEqualTo(golden("config.json"));
    assertThat(pretty(arm.manifest().bytes())).isEqualTo(golden("manifest.json"));
    assertThat(pretty(image.index().bytes())).isEqualTo(golden("index.json"));
  }

  @Test
  @DisplayName("has the same digest however its settings were collected")
  void isDeterministic() {
    Map<String, String> reversed = new LinkedHashMap<>();
    for (String name : List.of("Z", "B", "A", "PATH")) {
      reversed.put(name, name);
    }
    Map<String, String> forward = new LinkedHashMap<>();
    for (String name : List.of("PATH", "A", "B", "Z")) {
      forward.put(name, name);
    }

    assertThat(assembled(settings(reversed)).index().digest())
        .isEqualTo(assembled(settings(forward)).index().digest());
  }

  @Test
  @DisplayName("keeps the base image's entry point and command when none is asked for")
  void keepsCommand() {
    ImageSettings settings =
        new ImageSettings(List.of(), Map.of(), "/app", Instant.EPOCH, Map.of(), Map.of());

    JsonNode config = config(assembled(settings)).path("config");

    assertThat(config.path("Cmd").toString()).isEqualTo("[\"python3\"]");
    assertThat(config.has("Entrypoint")).isFalse();
    assertThat(config.path("Env").toString())
        .isEqualTo("[\"PATH=/usr/bin:/bin\",\"LANG=C.UTF-8\"]");
  }

  @Test
  @DisplayName("describes the base image's layers itself where their history is incomplete")
  void completesHistory() {
    ImageAssembly assembly = new ImageAssembly(settings(Map.of()));
    BaseLayers without = new BaseLayers(JsonMapper.shared().createObjectNode(), List.of(base));

    PlatformImage image =
        assembly.platform(Platform.LINUX_AMD64, without, List.of(application), Map.of());

    JsonNode config = JsonMapper.shared().readTree(image.configBytes());
    assertThat(config.path("history").values())
        .extracting(entry -> entry.path("created_by").asString())
        .containsExactly("base", "application");
    assertThat(config.path("rootfs").path("diff_ids")).hasSize(2);
  }

  private Image assembled(ImageSettings settings) {
    ImageAssembly assembly = new ImageAssembly(settings);
    BaseLayers arm = new BaseLayers(JsonMapper.shared().readTree(BASE_CONFIG), List.of(base));
    return assembly.image(
        List.of(
            assembly.platform(
                Platform.LINUX_ARM64,
                arm,
                List.of(wheels, application),
                Map.of(Annotations.BASE_DIGEST, base.diffId().toString()))));
  }

  private static ImageSettings settings(Map<String, String> environment) {
    return new ImageSettings(
        List.of("python", "-m", "orders"),
        environment,
        "/app/orders",
        Instant.parse("2026-03-04T05:06:07Z"),
        Map.of("dev.pythonservice.layout", "1"),
        Map.of(
            Annotations.REVISION, "0123abc",
            Annotations.SOURCE, "https://git.example/shop/orders.git",
            Annotations.BASE_NAME, "registry.example/base/python:3.13"));
  }

  private static JsonNode config(Image image) {
    return JsonMapper.shared().readTree(image.platforms().getFirst().configBytes());
  }

  private static Layer layer(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new Layer(
        new Descriptor(MediaTypes.LAYER_ZSTD, Digest.ofBytes(bytes), bytes.length),
        Digest.ofBytes((name + ", not compressed").getBytes(StandardCharsets.UTF_8)),
        name,
        new BlobContent.Small(bytes));
  }

  /** Wide for readers; the bytes themselves are one line, which is checked, too. */
  private static String pretty(byte[] json) {
    JsonNode tree = JsonMapper.shared().readTree(json);
    assertThat(JsonMapper.shared().writeValueAsBytes(tree)).isEqualTo(json);
    return tree.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private static String golden(String name) {
    try (InputStream stream =
        Objects.requireNonNull(ImageAssemblyTest.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}

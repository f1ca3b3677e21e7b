package dev.pythonservice.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Placement;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.target.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The push of an image")
final class ImagePushTest {

  private final TestRegistry server = TestRegistry.plain();
  private final TestRegistry elsewhere = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(elsewhere), Map.of());
  private final Repository shop = server.repository("shop/orders");
  private final ImagePush push = new ImagePush(registry, shop);

  @AfterEach
  void close() {
    server.close();
    elsewhere.close();
  }

  @Test
  @DisplayName(
      "mounts the layers of the registry, copies the base image's, sends the new, tags last")
  void pushes() {
    server.has("layers", bytes("wheels"));
    elsewhere.has("base/python", bytes("base"));
    Image image =
        image(
            layer("base", in(elsewhere, "base/python")),
            layer("wheels", in(server, "layers")),
            layer("application", blob -> new BlobContent.Small(bytes("application"))));

    PushSummary summary = push.push(image);
    push.tag(image, List.of("1.0", "latest"));

    assertThat(summary.count(Placement.MOUNTED)).isEqualTo(1);
    assertThat(summary.bytes(Placement.MOUNTED)).isEqualTo(bytes("wheels").length);
    // Base, application and a configuration for each of the two platforms.
    assertThat(summary.count(Placement.PUSHED)).isEqualTo(4);
    assertThat(summary.count(Placement.PRESENT)).isZero();
    assertThat(summary.manifests()).isEqualTo(3);
    String manifests = "PUT /v2/shop/orders/manifests/";
    assertThat(server.requests("PUT"))
        .endsWith(manifests + image.index().digest(), manifests + "1.0", manifests + "latest");
    assertThat(server.manifest("shop/orders", "1.0").orElseThrow().bytes())
        .isEqualTo(image.index().bytes());
  }

  @Test
  @DisplayName("writes nothing the second time")
  void pushesTwice() {
    Image image = image(layer("application", blob -> new BlobContent.Small(bytes("application"))));
    push.push(image);
    push.tag(image, List.of("1.0"));
    int before = server.requests("PUT").size();

    PushSummary summary = push.push(image);

    assertThat(summary.count(Placement.PRESENT)).isEqualTo(3);
    assertThat(summary.bytes(Placement.PUSHED)).isZero();
    assertThat(summary.nothingWritten()).isTrue();
    assertThat(server.requests("PUT")).hasSize(before);
    assertThat(push.names("1.0", image)).isTrue();
    assertThat(push.names("latest", image)).isFalse();
  }

  @Test
  @DisplayName("that fails leaves no manifest behind, names why, and succeeds when repeated")
  void leavesNothingHalf() {
    elsewhere.has("base/python", bytes("base"));
    Function<Descriptor, BlobContent> missing =
        blob -> new BlobContent.Local(Path.of("no", "such", "layer"));

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() ->
            push.push(
                image(layer("base", in(elsewhere, "base/python")), layer("application", missing))))
        .withMessageContainingAll("shop/orders", "layer", "cannot be read");
    assertThat(server.requests("PUT")).noneMatch(request -> request.contains("/manifests/"));

    Image whole =
        image(
            layer("base", in(elsewhere, "base/python")),
            layer("application", blob -> new BlobContent.Small(bytes("application"))));
    push.push(whole);
    assertThat(server.manifest("shop/orders", whole.index().digest().toString())).isPresent();
  }

  @Test
  @DisplayName("whose layer has gone from where it was kept says so")
  void namesLostLayers() {
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> push.push(image(layer("wheels", in(server, "layers")))))
        .withMessageContainingAll(
            server.host() + "/layers",
            "reading the blob " + Digest.ofBytes(bytes("wheels")),
            "404");
    assertThat(server.requests("PUT")).noneMatch(request -> request.contains("/manifests/"));
  }

  @Test
  @DisplayName("puts tags back that were moved before another one failed")
  void putsTagsBack() {
    Image old = image(layer("old", blob -> new BlobContent.Small(bytes("old"))));
    push.push(old);
    push.tag(old, List.of("1.0", "latest"));
    Image image = image(layer("new", blob -> new BlobContent.Small(bytes("new"))));
    push.push(image);
    server.always(
        "PUT /v2/shop/orders/manifests/latest",
        exchange -> TestRegistry.answer(exchange, 403, new byte[0]));

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> push.tag(image, List.of("1.0", "latest")))
        .withMessageContaining("writing the manifest latest failed")
        .withMessageNotContaining("already");
    assertThat(push.names("1.0", old)).isTrue();
    assertThat(push.names("latest", old)).isTrue();

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> push.tag(image, List.of("1.1", "latest")))
        .withMessageContaining("the new image is already named by 1.1");
  }

  private Function<Descriptor, BlobContent> in(TestRegistry where, String repository) {
    return blob -> new BlobContent.Remote(registry, where.repository(repository), blob);
  }

  private static Layer layer(String name, Function<Descriptor, BlobContent> content) {
    byte[] bytes = bytes(name);
    Descriptor blob = new Descriptor(MediaTypes.LAYER_ZSTD, Digest.ofBytes(bytes), bytes.length);
    return new Layer(blob, Digest.ofBytes(bytes), name, content.apply(blob));
  }

  private static Image image(Layer... layers) {
    ImageAssembly assembly =
        new ImageAssembly(
            new ImageSettings(
                List.of("python"), Map.of(), "/app", Instant.EPOCH, Map.of(), Map.of()));
    BaseLayers base = new BaseLayers(JsonMapper.shared().createObjectNode(), List.of());
    return assembly.image(
        Stream.of(Platform.values())
            .map(platform -> assembly.platform(platform, base, List.of(layers), Map.of()))
            .toList());
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}

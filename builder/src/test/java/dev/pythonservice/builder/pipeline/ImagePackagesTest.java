package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.base.TestLayer;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("The packages of an image")
final class ImagePackagesTest {

  private static final String SITE = "venv/lib/python3.13/site-packages/";
  private static final long PLENTY = 1 << 20;

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final Repository repository = server.repository("shop/orders");

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("are what its layers have above those of the base image, with where its own are")
  void areOfTheAddedLayers() throws IOException {
    Descriptor base = layer(new TestLayer().file("venv/lib/python3.13/site-packages/base.py", ""));
    Descriptor wheels =
        layer(
            new TestLayer()
                .file(SITE + "flask/__init__.py", "x = 1")
                .file(SITE + "flask/core.so", "native"));
    Descriptor application =
        layer(
            new TestLayer()
                .file("app/src/orders/api.py", "")
                .file("venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.13.5\n")
                .file(SITE + "_application.pth", "/app/src\n/app\n"));

    ImagePackages known =
        ImagePackages.of(
            registry,
            image(
                List.of(base, wheels, application),
                "a base",
                "pythonservice-builder: flask 3.1",
                "pythonservice-builder: application"));
    Packages packages =
        known.within(
            new CheckPlace(Files.createDirectory(folder.resolve("checks")), ".", List.of()),
            PLENTY);

    assertThat(known.roots()).containsExactly("src", ".");
    assertThat(known.decides())
        .containsExactly(
            "3.13.5", wheels.digest().toString(), application.digest().toString(), "src", ".");
    assertThat(packages.python()).isEqualTo("3.13");
    assertThat(packages.sitePackages().resolve("flask/__init__.py")).hasContent("x = 1");
    assertThat(packages.sitePackages().resolve("flask/core.so")).doesNotExist();
    assertThat(packages.sitePackages().resolve("base.py")).doesNotExist();
    assertThat(packages.ownRoots()).hasSize(2);
  }

  @Test
  @DisplayName("are not known of an image that another program has made")
  void areNotOfForeignImages() {
    Reference foreign =
        image(List.of(layer(new TestLayer().file("app/main.py", ""))), "COPY . /app");

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> ImagePackages.of(registry, foreign))
        .withMessageContaining("is no image that pythonservice-builder has made");
  }

  private Descriptor layer(TestLayer layer) {
    return registry.push(repository, "application/vnd.oci.image.layer.v1.tar+gzip", layer.gzip());
  }

  /** An index with one image. */
  private Reference image(List<Descriptor> layers, String... history) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (String entry : history) {
      config.withArray("history").addObject().put("created_by", entry);
    }
    ObjectNode json = start(MediaTypes.MANIFEST);
    json.set(
        "config",
        registry
            .push(repository, MediaTypes.CONFIG, config.toString().getBytes(StandardCharsets.UTF_8))
            .json());
    layers.forEach(layer -> json.withArray("layers").add(layer.json()));
    Manifest manifest = Manifest.of(MediaTypes.MANIFEST, json);
    registry.push(repository, manifest);
    ObjectNode all = start(MediaTypes.INDEX);
    all.withArray("manifests").add(manifest.descriptor().json());
    Manifest index = Manifest.of(MediaTypes.INDEX, all);
    registry.push(repository, index);
    return Reference.of(repository + "@" + index.digest());
  }

  private static ObjectNode start(String type) {
    return JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", type);
  }
}

package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.servers.ForwardProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be asked of an image, and of the way to it. */
@InWorkshop
class BuildOptionsIT {

  private static final Path PROJECTS = Path.of("src/test/resources/projects").toAbsolutePath();
  private static final String ANNOTATION = "/annotations/org.opencontainers.image.";

  /** As docs/builder.md promises; some runtimes refuse images with more than 127. */
  private static final int MOST_LAYERS = 60;

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildOptionsIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void theImageRunsWhatWasAskedForAndBearsTheAnnotations(Platform platform) throws IOException {
    String repository = "options/" + platform.architecture();
    BuiltImage built =
        workshop.build(
            workshop
                .order(Example.INVOICES)
                .to(repository)
                .with("--command", "gunicorn", "--command", "invoices.web:app")
                .with("--environment", "WEB_CONCURRENCY=2", "--environment", "GREETING=a=b c")
                .with("--annotation", "com.example.team=billing")
                .with("--annotation", "org.opencontainers.image.version=2.1.0"));
    RegistryContent content = workshop.content();
    JsonNode index = content.manifest(repository, built.digest());
    JsonNode manifest = content.platform(repository, built.digest(), platform.architecture());
    JsonNode process =
        content.blob(repository, manifest.at("/config/digest").asText()).path("config");

    assertThat(process.path("Entrypoint")).hasSize(2);
    assertThat(process.at("/Entrypoint/0").asText()).isEqualTo("gunicorn");
    assertThat(process.at("/Entrypoint/1").asText()).isEqualTo("invoices.web:app");
    assertThat(process.has("Cmd")).isFalse();
    assertThat(process.path("Env").valueStream().map(JsonNode::asText))
        .contains("WEB_CONCURRENCY=2", "GREETING=a=b c", "VIRTUAL_ENV=/venv")
        .anyMatch(variable -> variable.startsWith("PATH=/venv/bin:"));
    assertThat(process.path("User").asText()).isEqualTo("65532:65532");
    assertThat(process.path("WorkingDir").asText()).isEqualTo("/app");
    for (JsonNode each : new JsonNode[] {index, manifest}) {
      assertThat(each.at("/annotations/com.example.team").asText()).isEqualTo("billing");
      assertThat(each.at(ANNOTATION + "version").asText()).isEqualTo("2.1.0");
      assertThat(each.at(ANNOTATION + "base.name").asText())
          .startsWith(workshop.registry().authority() + "/" + Workshop.BASE);
      // A time that follows from the input, RFC 3339: a folder has none.
      assertThat(each.at(ANNOTATION + "created").asText()).isEqualTo("1970-01-01T00:00:00Z");
      assertThat(each.at(ANNOTATION + "revision").asText()).startsWith("sha256:");
    }
    String base = content.digest("base/python", "3.13");
    assertThat(manifest.at(ANNOTATION + "base.digest").asText())
        .isEqualTo(content.platformDigest("base/python", base, platform.architecture()));
  }

  @Test
  void theBaseImageMayBeInAnotherRegistryThanTheImage() throws IOException {
    BuiltImage expected = workshop.built(Example.INVOICES);
    try (DistributionRegistry target =
        DistributionRegistry.start(workshop.tools(), folder.resolve("target"))) {
      BuildOrder order =
          workshop
              .order(Example.INVOICES)
              .at(target.authority())
              .onBaseOf(workshop.registry().authority())
              .with("--plain-http", target.authority());

      BuiltImage built = workshop.build(order);

      assertThat(built.digest()).isEqualTo(expected.digest());
      for (Platform platform : Platform.values()) {
        workshop.crane(
            "validate",
            "--fast",
            "--platform=linux/" + platform.architecture(),
            "--remote",
            built.reference());
      }
    }
  }

  @Test
  void packagesComeThroughAProxyAndTheRegistryDoesNot() throws IOException {
    BuiltImage expected = workshop.built(Example.INVOICES);
    try (ForwardProxy proxy = ForwardProxy.start()) {
      Map<String, String> surroundings =
          Map.of("HTTPS_PROXY", proxy.address().toString(), "NO_PROXY", "127.0.0.1,localhost");
      BuildOrder order =
          workshop
              .order(Example.INVOICES)
              .to("proxied/invoices")
              .layeredIn("proxied/layers")
              .cachedIn(folder.resolve("cache"));

      BuiltImage built = workshop.build(workshop.program().with(surroundings), order);

      assertThat(built.digest()).isEqualTo(expected.digest());
      assertThat(proxy.asked())
          .isNotEmpty()
          .containsOnly(Workshop.packagesOf(Example.INVOICES).getAuthority() + ":443");
    }
  }

  @Test
  void aProjectWithMorePackagesThanAnImageMayHaveLayersIsBuilt() throws IOException {
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .of(PROJECTS.resolve("many"))
            .to("many/image")
            .layeredIn("many/layers")
            .with("--platform", "linux/amd64");

    BuiltImage built = workshop.build(order);

    JsonNode manifest = workshop.content().platform("many/image", built.digest(), "amd64");
    assertThat(manifest.path("layers")).hasSize(MOST_LAYERS);
    workshop.crane("validate", "--fast", "--platform=linux/amd64", "--remote", built.reference());
    try (UnpackedImage image = workshop.unpack(built.reference(), Platform.AMD64, folder)) {
      InstalledSet installed = InstalledSet.of(image.root().resolve("venv"));
      assertThat(installed.distributions()).hasSizeGreaterThan(2 * MOST_LAYERS);
      String said =
          image.run(
              "/venv/bin/python",
              "-c",
              "import jupyter_server.serverapp, scrapy, lxml.etree, cryptography; print('all')");
      assertThat(said.strip()).isEqualTo("all");
      InstalledSet expected =
          new SyncedInImage(image, "/app", java.util.List.of()).synced(workshop.runtime().uv());
      assertThat(installed.without(path -> !expected.files().containsKey(path)).files())
          .isEqualTo(expected.files());
    }
  }
}

package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("A lock in a registry")
final class LockArtifactsTest {

  private static final String LOCK = "version = 1\n";

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final LockArtifacts locks = new LockArtifacts(registry);
  private final String repository = server.repository("shop/orders").toString();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("is the same artifact for the same lock, and comes back as it was")
  void comesBack() {
    Reference pushed = locks.push(repository, LOCK);

    assertThat(locks.push(repository, LOCK)).isEqualTo(pushed);
    assertThat(locks.push(repository, LOCK + "\n")).isNotEqualTo(pushed);
    assertThat(locks.fetch(pushed.toString())).isEqualTo(LOCK.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("takes the place of a project's own in a copy of it")
  void takesThePlace() throws IOException {
    Fixtures fixtures = new Fixtures(folder);
    Path project = fixtures.copyOf("workspace");
    String own = Files.readString(project.resolve("uv.lock"));
    Source source = fixtures.source(project, ".");
    Reference pushed = locks.push(repository, LOCK);

    Source changed =
        locks.inPlaceOfOwn(
            pushed.toString(),
            source,
            new LockRequest("uv.lock", Optional.empty(), List.of(), List.of()),
            fixtures.sources(),
            folder.resolve("relocked"));

    assertThat(changed.tree().resolve("uv.lock")).hasContent(LOCK);
    assertThat(project.resolve("uv.lock")).hasContent(own);
    assertThat(changed.files())
        .extracting("path")
        .isEqualTo(source.files().stream().map(file -> file.path()).toList());
    assertThat(changed.revision()).isEqualTo(source.revision());
    assertThat(changed.treeDigest()).isNotEqualTo(source.treeDigest());
  }

  @Test
  @DisplayName("must be named by its digest, and must be a lock")
  void refuses() {
    Manifest other =
        Manifest.of(
            MediaTypes.MANIFEST, JsonNodeFactory.instance.objectNode().put("schemaVersion", 2));
    server.replace("shop/orders", other.digest().toString(), other);
    Digest digest = other.digest();

    assertThatThrownBy(() -> locks.fetch(repository + ":latest"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("has no digest");
    assertThatThrownBy(() -> locks.fetch(repository + "@" + digest))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is no lock");
  }
}

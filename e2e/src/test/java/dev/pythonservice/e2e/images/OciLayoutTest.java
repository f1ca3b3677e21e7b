package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layout knows its digest and whether it is whole. */
class OciLayoutTest {
  @TempDir Path folder;

  private OciLayout layout;
  private Path layer;

  @BeforeEach
  void layOut() throws IOException {
    layout = OciLayout.start(folder.resolve("layout"));
    Path file = Files.writeString(folder.resolve("layer"), "the layer");
    ObjectNode manifest = OciLayout.object().put("mediaType", OciLayout.MANIFEST);
    manifest.set("config", layout.add(OciLayout.CONFIG, OciLayout.object().put("os", "linux")));
    ObjectNode descriptor = layout.add(OciLayout.LAYER, file);
    layer = blob(descriptor);
    manifest.putArray("layers").add(descriptor);
    ObjectNode index = OciLayout.object();
    index.putArray("manifests").add(layout.add(OciLayout.MANIFEST, manifest));
    layout.finish(layout.add(OciLayout.INDEX, index), "1");
  }

  @Test
  void aFinishedLayoutIsWholeAndItsDigestIsThatOfTheImageIndex() throws IOException {
    assertThat(layout.isComplete()).isTrue();
    assertThat(layout.isIntact()).isTrue();
    assertThat(layout.folder().resolve("blobs/sha256").resolve(layout.digest().substring(7)))
        .content()
        .contains(OciLayout.MANIFEST);
  }

  @Test
  void aMissingLayerIsSeen() throws IOException {
    Files.delete(layer);

    assertThat(layout.isComplete()).isFalse();
  }

  @Test
  void aLayerThatIsCutShortIsSeen() throws IOException {
    Files.writeString(layer, "the");

    assertThat(layout.isComplete()).isFalse();
  }

  @Test
  void aLayerWithOtherBytesIsSeenWhenBytesAreChecked() throws IOException {
    Files.writeString(layer, "THE LAYER");

    assertThat(layout.isComplete()).isTrue();
    assertThat(layout.isIntact()).isFalse();
  }

  @Test
  void aFolderThatIsNoLayoutIsNotComplete() {
    assertThat(new OciLayout(folder.resolve("none")).isComplete()).isFalse();
  }

  @Test
  void anIndexThatIsNoJsonHasNoDigest() throws IOException {
    Files.writeString(layout.folder().resolve("index.json"), "{\"manifests\":[");

    assertThat(layout.isComplete()).isFalse();
    assertThatThrownBy(() -> layout.digest())
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("holds no image index");
  }

  private Path blob(ObjectNode descriptor) {
    String digest = descriptor.path("digest").asText().substring("sha256:".length());
    return layout.folder().resolve("blobs/sha256").resolve(digest);
  }
}

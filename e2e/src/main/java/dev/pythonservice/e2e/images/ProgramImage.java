package dev.pythonservice.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * An image with a program of this project, for this machine's platform: folders on top of a base
 * image, each a layer.
 *
 * @param base the name of the base image, such as {@code base/python:3.13}
 * @param repository the name in the registry
 * @param tag the tag in the registry
 * @param layers the layers on top, lowest first
 * @param time the time that every file of them bears
 * @param entryPoint what a container starts
 * @param environment variables added to those of the base image
 * @param labels labels of the configuration, and annotations of manifest and index
 */
public record ProgramImage(
    String base,
    String repository,
    String tag,
    List<Folder> layers,
    Instant time,
    List<String> entryPoint,
    SequencedMap<String, String> environment,
    SequencedMap<String, String> labels) {

  private static final Duration COMPRESSION = Duration.ofMinutes(10);

  public ProgramImage {
    layers = List.copyOf(layers);
    entryPoint = List.copyOf(entryPoint);
    environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
    labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
  }

  /**
   * A layer.
   *
   * @param title what the image's history calls it
   * @param root the folder whose content is the layer
   */
  public record Folder(String title, Path root) {}

  /** Makes the layout, an index with one manifest, in a folder, which is made. */
  OciLayout layOut(OciLayout baseLayout, Path folder) throws IOException {
    Platform platform = Platform.ofThisMachine();
    OciLayout layout = OciLayout.start(folder);
    ObjectNode manifest = (ObjectNode) baseLayout.manifest(platform);
    for (JsonNode layer : manifest.withArray("layers")) {
      layout.copy(layer.path("digest").asText(), baseLayout);
    }
    ObjectNode configuration =
        (ObjectNode) baseLayout.document(manifest.at("/config/digest").asText());
    for (Folder layer : layers) {
      store(layer, layout, manifest, configuration);
    }
    adapt((ObjectNode) configuration.path("config"));
    manifest.set("config", layout.add(OciLayout.CONFIG, configuration));
    manifest.set("annotations", OciLayout.object(labels));
    ObjectNode descriptor = layout.add(OciLayout.MANIFEST, manifest);
    descriptor
        .putObject("platform")
        .put("architecture", platform.architecture())
        .put("os", "linux");
    ObjectNode index = OciLayout.object();
    index.put("schemaVersion", 2);
    index.put("mediaType", OciLayout.INDEX);
    index.putArray("manifests").add(descriptor);
    index.set("annotations", OciLayout.object(labels));
    layout.finish(layout.add(OciLayout.INDEX, index), tag);
    return layout;
  }

  private void store(Folder layer, OciLayout layout, ObjectNode manifest, ObjectNode configuration)
      throws IOException {
    Path work = Files.createTempDirectory("layer");
    Path tar = work.resolve("layer.tar");
    new LayerTar(layer.root(), time).writeTo(tar);
    String uncompressed = Digests.of(tar);
    Command.of("gzip", "--no-name", tar.toString()).within(COMPRESSION).run();
    manifest.withArray("layers").add(layout.add(OciLayout.LAYER, work.resolve("layer.tar.gz")));
    Folders.delete(work);
    ((ArrayNode) configuration.at("/rootfs/diff_ids")).add("sha256:" + uncompressed);
    configuration
        .withArray("history")
        .addObject()
        .put("created", time.toString())
        .put("created_by", layer.title());
  }

  private void adapt(ObjectNode settings) {
    settings.set("Entrypoint", OciLayout.array(entryPoint));
    settings.remove("Cmd");
    ArrayNode variables = settings.withArray("Env");
    environment.forEach((name, value) -> replace(variables, name, value));
    settings.set("Labels", OciLayout.object(labels));
  }

  private static void replace(ArrayNode variables, String name, String value) {
    for (int position = variables.size() - 1; position >= 0; position--) {
      if (variables.path(position).asText().startsWith(name + "=")) {
        variables.remove(position);
      }
    }
    variables.add(name + "=" + value);
  }
}

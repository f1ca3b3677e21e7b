package dev.pythonservice.e2e.images;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Makes the layout of an image from its definition and the suite's packages: for each platform its
 * layers, a configuration and a manifest, and an index over them (OCI image specification).
 */
final class ImageAssembly {
  private static final Duration COMPRESSION = Duration.ofMinutes(10);

  private final BaseImage image;
  private final Map<Platform, DebianPackages> packages;
  private final Path work;
  private final Progress progress;

  ImageAssembly(
      BaseImage image, Map<Platform, DebianPackages> packages, Path work, Progress progress) {
    this.image = image;
    this.packages = Map.copyOf(packages);
    this.work = work;
    this.progress = progress;
  }

  /** A layer in the layout. */
  private record Stored(Layer layer, ObjectNode descriptor, String uncompressed, Instant time) {}

  /** Makes the layout in a folder, which is made. */
  void layOut(Path folder) throws IOException {
    OciLayout layout = OciLayout.start(folder);
    SequencedMap<String, String> labels = labels();
    ObjectNode index = OciLayout.object();
    index.put("schemaVersion", 2);
    index.put("mediaType", OciLayout.INDEX);
    ArrayNode manifests = index.putArray("manifests");
    for (Platform platform : Platform.values()) {
      ObjectNode manifest = manifest(platform, labels, layout);
      manifest
          .putObject("platform")
          .put("architecture", platform.architecture())
          .put("os", "linux");
      manifests.add(manifest);
    }
    index.set("annotations", OciLayout.object(labels));
    layout.finish(layout.add(OciLayout.INDEX, index), image.tag());
  }

  private ObjectNode manifest(
      Platform platform, SequencedMap<String, String> labels, OciLayout layout) throws IOException {
    progress.say("assembling %s for %s".formatted(image.name(), platform.architecture()));
    List<Stored> layers = new ArrayList<>();
    for (Layer layer : image.layers()) {
      layers.add(store(layer, platform, layout));
    }
    ObjectNode manifest = OciLayout.object();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", OciLayout.MANIFEST);
    ObjectNode configuration = configuration(platform, layers, labels);
    manifest.set("config", layout.add(OciLayout.CONFIG, configuration));
    ArrayNode descriptors = manifest.putArray("layers");
    layers.forEach(layer -> descriptors.add(layer.descriptor()));
    manifest.set("annotations", OciLayout.object(labels));
    return layout.add(OciLayout.MANIFEST, manifest);
  }

  /**
   * Compressed by GNU gzip and not by Java: JDKs come with different versions of zlib, whose output
   * differs, and so would the digests of two machines.
   */
  private Stored store(Layer layer, Platform platform, OciLayout layout) throws IOException {
    Path folder = Files.createTempDirectory(work, "layer");
    Path root = Files.createDirectory(folder.resolve("root"));
    Instant time = new LayerFolder(root, folder, platform, packages, progress).fill(layer);
    Path tar = folder.resolve("layer.tar");
    new LayerTar(root, time).writeTo(tar);
    String uncompressed = Digests.of(tar);
    Command.of("gzip", "--no-name", tar.toString()).within(COMPRESSION).run();
    ObjectNode descriptor = layout.add(OciLayout.LAYER, folder.resolve("layer.tar.gz"));
    Folders.delete(folder);
    return new Stored(layer, descriptor, uncompressed, time);
  }

  private ObjectNode configuration(
      Platform platform, List<Stored> layers, SequencedMap<String, String> labels) {
    ObjectNode configuration = OciLayout.object();
    configuration.put("created", newest(layers).toString());
    configuration.put("architecture", platform.architecture());
    configuration.put("os", "linux");
    configuration.set("config", settings(labels));
    ObjectNode contents = configuration.putObject("rootfs");
    contents.put("type", "layers");
    ArrayNode uncompressed = contents.putArray("diff_ids");
    ArrayNode history = configuration.putArray("history");
    for (Stored layer : layers) {
      uncompressed.add("sha256:" + layer.uncompressed());
      history
          .addObject()
          .put("created", layer.time().toString())
          .put("created_by", layer.layer().title())
          .put("comment", String.join(" ", layer.layer().packages()));
    }
    return configuration;
  }

  private ObjectNode settings(SequencedMap<String, String> labels) {
    BaseImage.ContainerSettings settings = image.settings();
    ObjectNode object = OciLayout.object();
    object.put("User", settings.user());
    object.set("Env", OciLayout.array(settings.environmentLines()));
    if (!settings.entryPoint().isEmpty()) {
      object.set("Entrypoint", OciLayout.array(settings.entryPoint()));
    }
    if (!settings.command().isEmpty()) {
      object.set("Cmd", OciLayout.array(settings.command()));
    }
    object.put("WorkingDir", settings.folder());
    object.set("Labels", OciLayout.object(labels));
    return object;
  }

  /** Labels of the configuration, which are the annotations of manifests and index, too. */
  private SequencedMap<String, String> labels() throws IOException {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", image.repository());
    labels.put("org.opencontainers.image.description", image.title());
    labels.put("org.opencontainers.image.version", version(image.versionPackage()));
    for (Map.Entry<String, String> version : image.versions().entrySet()) {
      labels.put(version.getKey(), version(version.getValue()));
    }
    return labels;
  }

  /** The upstream version of a package, which must be the same on all platforms. */
  private String version(String packageName) throws IOException {
    List<String> versions = new ArrayList<>();
    for (DebianPackages own : packages.values()) {
      versions.add(own.upstreamVersion(packageName));
    }
    if (versions.stream().distinct().count() != 1) {
      throw new ClusterProblem(
          "Debian %s has different versions of %s for its platforms at the moment (%s): try again in a few hours."
              .formatted(image.suite().codename(), packageName, String.join(", ", versions)));
    }
    return versions.getFirst();
  }

  private static Instant newest(List<Stored> layers) {
    return layers.stream().map(Stored::time).max(Instant::compareTo).orElse(Instant.EPOCH);
  }
}

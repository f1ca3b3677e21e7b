package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.layers.ApplicationLayer;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.LayerArchive;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packages of an image that this program has made, for type checkers: what its layers have
 * above those of the base image, of its first platform.
 *
 * @param registry where the image is
 * @param repository its repository
 * @param python its Python
 * @param roots folders from which the project's own packages are imported, relative to its tree
 * @param layers the layers
 */
record ImagePackages(
    Registry registry,
    Repository repository,
    PythonVersion python,
    List<String> roots,
    List<Descriptor> layers) {

  private static final int LAYERS_AT_ONCE = 4;
  private static final int LARGEST_CONFIGURATION = 4 << 20;
  private static final int LARGEST_FILE = 1 << 20;
  private static final String MARKER = "pyvenv.cfg";
  private static final Set<String> FILES = Set.of(MARKER, ApplicationLayer.ROOTS);
  private static final Pattern PYTHON = Pattern.compile("(?m)^version_info = (\\S+)$");

  ImagePackages {
    roots = List.copyOf(roots);
    layers = List.copyOf(layers);
  }

  /**
   * Those of an image.
   *
   * @throws BuildFailure when it is not there, or another program made it
   */
  static ImagePackages of(Registry registry, Reference image) {
    Repository repository = image.repository();
    JsonNode manifest = firstPlatform(registry, registry.manifest(image), repository).json();
    List<Descriptor> all = manifest.path("layers").values().stream().map(Descriptor::of).toList();
    int added = added(registry, repository, Descriptor.of(manifest.path("config")));
    if (added == 0 || added > all.size()) {
      throw foreign(image);
    }
    Map<String, String> files = environment(registry, repository, all.getLast());
    Matcher version = PYTHON.matcher(files.getOrDefault(MARKER, ""));
    if (!version.find()) {
      throw foreign(image);
    }
    return new ImagePackages(
        registry,
        repository,
        PythonVersion.of(version.group(1)),
        files.getOrDefault(ApplicationLayer.ROOTS, "").lines().map(ImagePackages::root).toList(),
        all.subList(all.size() - added, all.size()));
  }

  private static Manifest firstPlatform(
      Registry registry, Manifest manifest, Repository repository) {
    return manifest.isIndex()
        ? manifest.json().path("manifests").values().stream()
            .map(Descriptor::of)
            .findFirst()
            .flatMap(first -> registry.manifest(repository, first.digest().toString()))
            .orElse(manifest)
        : manifest;
  }

  /** How many layers this program has put upon those of the base image. */
  private static int added(Registry registry, Repository repository, Descriptor config) {
    JsonNode read =
        JsonMapper.shared().readTree(registry.smallBlob(repository, config, LARGEST_CONFIGURATION));
    return (int)
        read.path("history").values().stream()
            .filter(entry -> entry.path("created_by").asString("").startsWith(Publication.MADE_BY))
            .count();
  }

  /** The two files of the application's layer that say what Python looks for where. */
  private static Map<String, String> environment(
      Registry registry, Repository repository, Descriptor application) {
    Map<String, String> files = new HashMap<>();
    try (InputStream blob = registry.blob(repository, application)) {
      LayerArchive.read(
          blob,
          (entry, content) -> {
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            boolean isOne =
                entry.getName().startsWith(InstalledPaths.ENVIRONMENT.substring(1) + "/")
                    && FILES.contains(name)
                    && entry.getSize() <= LARGEST_FILE;
            if (isOne) {
              files.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
          });
      return files;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static String root(String folder) {
    return folder.equals(ApplicationLayer.FOLDER)
        ? "."
        : folder.substring(Math.min(folder.length(), ApplicationLayer.FOLDER.length() + 1));
  }

  private static BuildFailure foreign(Reference image) {
    return new BuildFailure(
        ExitCode.INPUT,
        "--packages-of %s is no image that pythonservice-builder has made; name one, or leave it out"
            .formatted(image));
  }

  /** What decides on findings. */
  List<String> decides() {
    List<String> decides = new ArrayList<>();
    decides.add(python.toString());
    layers.forEach(layer -> decides.add(layer.digest().toString()));
    decides.addAll(roots);
    return decides;
  }

  /**
   * The packages beside a copy of the project.
   *
   * @param most how many bytes they may have
   */
  Packages within(CheckPlace place, long most) {
    Packages packages = Packages.within(place, python, roots);
    AtomicLong left = new AtomicLong(most);
    Parallel.each(
        layers,
        LAYERS_AT_ONCE,
        layer -> {
          try (InputStream blob = registry.blob(repository, layer)) {
            packages.add(blob, left);
            return layer;
          } catch (IOException exception) {
            throw new UncheckedIOException(exception);
          }
        });
    return packages;
  }
}

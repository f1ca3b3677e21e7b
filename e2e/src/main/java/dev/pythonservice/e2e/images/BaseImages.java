package dev.pythonservice.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The base images of the local cluster: made of Debian packages once on a machine, and published to
 * the cluster's registry when it does not have them.
 */
public final class BaseImages {
  /** The image of a git server for tests and the demo. */
  public static final String GIT_SERVER = "git-server:1";

  /**
   * An image with compilers, on which programs can be published. It is large, so it is made only
   * for such a program.
   */
  public static final String COMPILERS = Compilers.NAME;

  private final Path crane;
  private final Path cache;
  private final List<BaseImage> catalogue;
  private final LayoutCache layouts;
  private final Progress progress;

  /**
   * All images of the local cluster.
   *
   * @param tools the folder of built tools, of which {@code crane} is used
   * @param cache the folder where images are kept between runs; made when it is not there
   * @param progress told each slow step, in a few words
   */
  public BaseImages(Path tools, Path cache, Progress progress) {
    this(tools, cache, progress, BaseImageCatalogue.all(), SystemPackages.of(System.getenv()));
  }

  BaseImages(
      Path tools, Path cache, Progress progress, List<BaseImage> catalogue, SystemPackages system) {
    this.crane = tools.resolve("crane").toAbsolutePath();
    this.cache = cache.toAbsolutePath();
    this.catalogue = List.copyOf(catalogue);
    this.progress = progress;
    this.layouts = new LayoutCache(this.cache, this.catalogue, system, progress);
  }

  /**
   * Sees that the registry has every image. A registry that has them costs one request for each.
   *
   * @param registryAddress host and port of a registry that speaks plain HTTP
   * @return the reference by digest of each image, by its name, such as {@code base/python:3.13}
   * @throws ClusterProblem when an image cannot be made or published, with the remedy
   */
  public SequencedMap<String, String> publishTo(String registryAddress) {
    try (Registry registry = new Registry(registryAddress, crane)) {
      SequencedMap<String, String> references = new LinkedHashMap<>();
      for (BaseImage image : catalogue) {
        references.put(image.name(), publish(image, registry));
      }
      return references;
    } catch (IOException problem) {
      throw problem(problem);
    } catch (CommandFailed failure) {
      throw problem(failure);
    }
  }

  /**
   * Sees that the registry has one of the images.
   *
   * @param registryAddress host and port of a registry that speaks plain HTTP
   * @param name its name, such as {@code base/python:3.13}
   * @return its reference by digest
   * @throws ClusterProblem when it cannot be made or published, with the remedy
   */
  public String publishTo(String registryAddress, String name) {
    try (Registry registry = new Registry(registryAddress, crane)) {
      return publish(named(name), registry);
    } catch (IOException problem) {
      throw problem(problem);
    } catch (CommandFailed failure) {
      throw problem(failure);
    }
  }

  /** What decides the image with compilers, on this machine. */
  public String compilersKey() {
    return new Compilers(progress).definition();
  }

  /**
   * The reference by digest of an image that the registry has.
   *
   * @param registryAddress host and port of a registry that speaks plain HTTP
   */
  public Optional<String> find(String registryAddress, String repository, String tag) {
    try (Registry registry = new Registry(registryAddress, crane)) {
      return registry
          .digestOf(repository, tag)
          .map(digest -> registry.reference(repository, digest));
    }
  }

  /**
   * Makes an image on one of the base images and pushes it.
   *
   * @param registryAddress host and port of a registry that speaks plain HTTP
   * @return its reference by digest
   * @throws ClusterProblem when it cannot be made or pushed, with the remedy
   */
  public String publish(ProgramImage image, String registryAddress) {
    try (Registry registry = new Registry(registryAddress, crane)) {
      Path work = Files.createTempDirectory("image");
      OciLayout layout = image.layOut(layout(image.base()), work.resolve("layout"));
      progress.say("pushing " + image.repository());
      registry.push(layout, image.repository(), image.tag());
      String reference = registry.reference(image.repository(), layout.digest());
      Folders.delete(work);
      return reference;
    } catch (IOException problem) {
      throw problem(problem);
    } catch (CommandFailed failure) {
      throw problem(failure);
    }
  }

  /**
   * Unpacks the image of this machine's platform.
   *
   * @param name its name, such as {@code base/python:3.14}
   * @param root where; it is made
   * @return the labels of its configuration
   */
  public Map<String, String> unpack(String name, Path root) {
    try {
      OciLayout layout = layouts.of(named(name));
      JsonNode manifest = layout.manifest(Platform.ofThisMachine());
      Files.createDirectories(root);
      for (Path layer : layout.layers(manifest)) {
        Command.of("tar", "-xzf", layer.toString(), "-C", root.toString()).run();
      }
      Map<String, String> labels = new LinkedHashMap<>();
      layout
          .document(manifest.at("/config/digest").asText())
          .at("/config/Labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      return labels;
    } catch (IOException problem) {
      throw problem(problem);
    }
  }

  private BaseImage named(String name) {
    return layouts.named(name);
  }

  private OciLayout layout(String name) throws IOException {
    return name.equals(COMPILERS) ? layouts.of(new Compilers(progress)) : layouts.of(named(name));
  }

  private String publish(BaseImage image, Registry registry) throws IOException {
    String expected = layouts.of(image).digest();
    boolean published =
        registry.digestOf(image.repository(), image.tag()).filter(expected::equals).isPresent();
    if (published) {
      return registry.reference(image.repository(), expected);
    }
    OciLayout layout = layouts.checked(image);
    progress.say("pushing " + image.name());
    registry.push(layout, image.repository(), image.tag());
    return registry.reference(image.repository(), layout.digest());
  }

  private ClusterProblem problem(Exception cause) {
    ClusterProblem problem = new ClusterProblem(explain(cause.toString()));
    problem.initCause(cause);
    return problem;
  }

  private String explain(String reason) {
    if (reason.contains("No space left on device")) {
      return "The disk is full: base images need 2 GiB in %s and in the folder for temporary files (%s)."
          .formatted(cache, reason);
    }
    return "The base images could not be made in %s (%s): see that the folder can be written; it may be deleted at any time."
        .formatted(cache, reason);
  }
}

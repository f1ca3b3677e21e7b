package dev.pythonservice.builder;

import dev.pythonservice.builder.request.ImageRequest;
import dev.pythonservice.builder.target.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what image is wanted and where it goes. */
final class ImageOptions {

  @Option(
      names = "--base",
      required = true,
      paramLabel = "IMAGE",
      description =
          "The base image with its Python, an index or a manifest of one platform, by digest or by"
              + " tag.")
  String base = "";

  @Option(
      names = "--platform",
      paramLabel = "PLATFORM",
      split = ",",
      description = "linux/amd64, linux/arm64, or both; ${DEFAULT-VALUE} unless said.",
      defaultValue = "linux/amd64,linux/arm64")
  List<String> platforms = List.of();

  @Option(
      names = "--repository",
      required = true,
      paramLabel = "REPOSITORY",
      description = "Where the image goes, such as registry.example/python/shop/orders.")
  String repository = "";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "A tag that names the image when all of it is there.")
  List<String> tags = List.of();

  @Option(
      names = "--layer-repository",
      paramLabel = "REPOSITORY",
      description =
          "Where layers are kept for all services, on the same registry; 'layers' beside the"
              + " image's repository unless said.")
  @Nullable String layerRepository;

  @Option(
      names = "--command",
      paramLabel = "WORD",
      description = "A word of the image's command; repeat it for each.")
  List<String> command = List.of();

  @Option(
      names = "--environment",
      paramLabel = "NAME=VALUE",
      description = "An environment variable of the image.")
  Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--annotation",
      paramLabel = "NAME=VALUE",
      description = "An annotation of the image.")
  Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--no-measure",
      description =
          "Leave out the layer that measures servers and jobs; it is not counted among"
              + " --max-layers.")
  boolean unmeasured;

  ImageRequest image() {
    return new ImageRequest(
        base,
        platforms.stream().map(Platform::named).distinct().toList(),
        repository,
        List.copyOf(tags),
        layerRepository == null ? ImageRequest.layersBeside(repository) : layerRepository,
        List.copyOf(command),
        Map.copyOf(environment),
        Map.copyOf(annotations),
        !unmeasured);
  }
}

package dev.pythonservice.builder.request;

import dev.pythonservice.builder.target.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What image is wanted and where it goes.
 *
 * @param base the base image, an index or a single manifest, by digest or by tag
 * @param platforms the platforms, at least one
 * @param repository where the image goes, such as {@code registry.example/python/shop/orders}
 * @param tags tags that name the image when it is whole; none means by digest only
 * @param layerRepository where layers are kept for all services, such as {@code
 *     registry.example/python/layers}; on the same registry
 * @param command the command and its arguments; empty leaves the base image's
 * @param environment environment variables beside those of the builder
 * @param annotations OCI annotations beside those of the builder
 * @param measured whether it has the layer that measures servers and jobs
 */
public record ImageRequest(
    String base,
    List<Platform> platforms,
    String repository,
    List<String> tags,
    String layerRepository,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> annotations,
    boolean measured) {

  /** The same without a command and a tag of its own, as an image that never serves. */
  public ImageRequest forTests(String annotation, Object value) {
    Map<String, String> all = new LinkedHashMap<>(annotations);
    all.put(annotation, value.toString());
    return new ImageRequest(
        base,
        platforms,
        repository,
        List.of(),
        layerRepository,
        List.of(),
        environment,
        all,
        measured);
  }

  /** Where layers are kept unless said otherwise: {@code layers} beside an image's repository. */
  public static String layersBeside(String repository) {
    return repository.substring(0, repository.lastIndexOf('/') + 1) + "layers";
  }
}

package dev.pythonservice.e2e.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command {@code build} is asked for.
 *
 * @param source the options that say where the project is
 * @param registry host and port of the registry
 * @param baseRegistry host and port of the base image's registry
 * @param base the base image in it
 * @param repository the image's repository in it
 * @param layers the repository of the layers in it
 * @param cache the folder that is kept between builds
 * @param options all other options
 */
record BuildOrder(
    List<String> source,
    String registry,
    String baseRegistry,
    String base,
    String repository,
    String layers,
    Path cache,
    List<String> options) {

  static final String TAG = "latest";

  BuildOrder {
    source = List.copyOf(source);
    options = List.copyOf(options);
  }

  /** The same of another folder. */
  BuildOrder of(Path project) {
    return from(List.of("--source", project.toString()));
  }

  /** The same from another place. */
  BuildOrder from(List<String> otherSource) {
    return new BuildOrder(
        otherSource, registry, baseRegistry, base, repository, layers, cache, options);
  }

  /** The same on another base image. */
  BuildOrder on(String otherBase) {
    return new BuildOrder(
        source, registry, baseRegistry, otherBase, repository, layers, cache, options);
  }

  /** The same to another repository of the same layers. */
  BuildOrder to(String otherRepository) {
    return new BuildOrder(
        source, registry, baseRegistry, base, otherRepository, layers, cache, options);
  }

  /** The same with layers that nobody else has. */
  BuildOrder layeredIn(String otherLayers) {
    return new BuildOrder(
        source, registry, baseRegistry, base, repository, otherLayers, cache, options);
  }

  /** The same with another cache. */
  BuildOrder cachedIn(Path folder) {
    return new BuildOrder(
        source, registry, baseRegistry, base, repository, layers, folder, options);
  }

  /** The same in another registry, or in the same one by another address. */
  BuildOrder at(String authority) {
    return new BuildOrder(source, authority, authority, base, repository, layers, cache, options);
  }

  /** The same with the base image of another registry. */
  BuildOrder onBaseOf(String authority) {
    return new BuildOrder(source, registry, authority, base, repository, layers, cache, options);
  }

  /** The same with further options. */
  BuildOrder with(String... further) {
    return new BuildOrder(
        source,
        registry,
        baseRegistry,
        base,
        repository,
        layers,
        cache,
        Stream.concat(options.stream(), Stream.of(further)).toList());
  }

  /** What follows the program's name. */
  List<String> words(BuilderRuntime runtime) {
    return words(
        List.of("--uv", runtime.uv().toString()), BuildArguments.interpreters(runtime).toList());
  }

  /** What follows the program's name, with what it needs to find uv and its Pythons. */
  List<String> words(List<String> uv, List<String> interpreters) {
    return Stream.of(
            Stream.of("build"),
            source.stream(),
            Stream.of("--base", baseRegistry + "/" + base),
            Stream.of("--repository", registry + "/" + repository),
            Stream.of("--layer-repository", registry + "/" + layers),
            Stream.of("--tag", TAG, "--cache", cache.toString()),
            uv.stream(),
            interpreters.stream(),
            options.stream())
        .flatMap(words -> words)
        .toList();
  }
}

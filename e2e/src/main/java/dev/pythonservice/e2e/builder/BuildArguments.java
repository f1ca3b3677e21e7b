package dev.pythonservice.e2e.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build of a project against a registry on this machine.
 *
 * @param project the folder of the project
 * @param registry host and port of a registry that speaks plain HTTP
 * @param base the base image in it, such as {@code base/python:3.13}
 * @param platforms the platforms, separated by commas
 * @param repository the image's repository in it
 * @param layerRepository the repository of the layers in it
 * @param cache the folder that is kept between builds
 */
public record BuildArguments(
    Path project,
    String registry,
    String base,
    String platforms,
    String repository,
    String layerRepository,
    Path cache) {

  private static final String TAG = "latest";

  /** For linux/amd64, to the repository {@code built/orders}, with the cache beside the project. */
  public static BuildArguments of(Path project, String registry, String base) {
    return new BuildArguments(
        project,
        registry,
        base,
        "linux/amd64",
        "built/orders",
        "built/layers",
        project.resolveSibling("cache"));
  }

  /** The same with another cache. */
  public BuildArguments cachedIn(Path folder) {
    return new BuildArguments(
        project, registry, base, platforms, repository, layerRepository, folder);
  }

  /** The same to repositories that start with another name. */
  public BuildArguments below(String name) {
    return new BuildArguments(
        project, registry, base, platforms, name + "/orders", name + "/layers", cache);
  }

  /** The same through a proxy before the registry. */
  public BuildArguments through(String proxy) {
    return new BuildArguments(project, proxy, base, platforms, repository, layerRepository, cache);
  }

  /** The same for other platforms. */
  public BuildArguments on(String otherPlatforms) {
    return new BuildArguments(
        project, registry, base, otherPlatforms, repository, layerRepository, cache);
  }

  /** The reference by tag of what is built. */
  public String image() {
    return "%s/%s:%s".formatted(registry, repository, TAG);
  }

  /**
   * What follows the program's name.
   *
   * @param runtime what runs, for its Pythons
   */
  public List<String> words(BuilderRuntime runtime) {
    return Stream.concat(words().stream(), interpreters(runtime)).toList();
  }

  /** The option that names the Pythons of a runtime. */
  static Stream<String> interpreters(BuilderRuntime runtime) {
    return runtime.interpreters().stream()
        .flatMap(folder -> Stream.of("--interpreter", folder.toString()));
  }

  private List<String> words() {
    return List.of(
        "build",
        "--source",
        project.toString(),
        "--base",
        registry + "/" + base,
        "--platform",
        platforms,
        "--repository",
        registry + "/" + repository,
        "--layer-repository",
        registry + "/" + layerRepository,
        "--tag",
        TAG,
        "--plain-http",
        registry,
        "--cache",
        cache.toString());
  }

  /** What a server is asked for, as JSON. */
  public String json() {
    return """
    {"source": {"folder": "%s"},
     "image": {"base": "%s", "platforms": ["%s"], "repository": "%s",
               "layerRepository": "%s", "tags": ["%s"]}}
    """
        .formatted(
            project,
            registry + "/" + base,
            platforms.replace(",", "\", \""),
            registry + "/" + repository,
            registry + "/" + layerRepository,
            TAG);
  }
}

package dev.pythonservice.e2e.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An example of this project, as a service.
 *
 * @param folder its folder
 */
public record ExampleService(Path folder) {

  /** The place of the examples' repositories in their manifests. */
  private static final String PLACE = "https://git.example/shop/";

  /**
   * The one of that name.
   *
   * @param checkout the folder of the checkout
   */
  public static ExampleService of(Path checkout, String name) {
    return new ExampleService(checkout.resolve("examples").resolve(name));
  }

  /** Its manifest as it is committed. */
  public String manifest() {
    return manifest("service.yaml");
  }

  /** Its manifest with a repository that is in the cluster. */
  public String manifest(GitServerPod server) {
    return manifest().replace(PLACE, server.url());
  }

  private String manifest(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException problem) {
      throw new UncheckedIOException(folder + " has no manifest that can be read", problem);
    }
  }
}

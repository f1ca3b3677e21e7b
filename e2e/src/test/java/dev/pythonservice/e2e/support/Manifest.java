package dev.pythonservice.e2e.support;

import dev.pythonservice.e2e.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * YAML of the test resources, with {@code ${registry}} standing for the cluster's registry.
 *
 * @param resource the resource's path
 */
public record Manifest(String resource) {

  /** The YAML for a cluster. */
  public String on(Cluster cluster) {
    try (InputStream stream = Manifest.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("There is no test resource " + resource);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("${registry}", cluster.registry());
    } catch (IOException exception) {
      throw new UncheckedIOException(resource + " cannot be read", exception);
    }
  }
}

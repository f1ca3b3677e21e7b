package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The platform of {@code examples/platform/local.yaml}, for any cluster with a registry of its own.
 * Where this machine has certificate authorities of its own, builds trust them, too.
 *
 * @param file the manifest
 * @param name the platform's name
 * @param builds the namespace that it builds in, which is there
 * @param authorities the file with the machine's certificate authorities, when it has its own
 */
public record LocalPlatform(Path file, String name, String builds, Optional<Path> authorities) {

  /** Where OpenSSL and what is made like it look for the machine's certificate authorities. */
  private static final String AUTHORITIES = "SSL_CERT_FILE";

  private static final String CONFIG_MAP = "machine-certificates";

  /**
   * The platform of a checkout, on this machine.
   *
   * @param environment the environment's variables
   */
  public static LocalPlatform of(
      Path checkout, String name, String builds, Map<String, String> environment) {
    Optional<Path> authorities =
        Optional.ofNullable(environment.get(AUTHORITIES)).map(Path::of).filter(Files::isReadable);
    return new LocalPlatform(
        checkout.resolve("examples/platform/local.yaml"), name, builds, authorities);
  }

  /** Applies it, with the ConfigMap that it refers to. */
  public void applyTo(Cluster cluster, KubernetesClient client) {
    authorities.ifPresent(bundle ->
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(CONFIG_MAP)
                    .withNamespace(builds)
                    .endMetadata()
                    .addToData("ca.crt", read(bundle))
                    .build())
            .serverSideApply());
    client
        .load(new ByteArrayInputStream(manifest(cluster).getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }

  /** Its manifest for a cluster. */
  public String manifest(Cluster cluster) {
    return read(file)
        .lines()
        .filter(line -> authorities.isPresent() || !line.contains("trustedCertificates"))
        .map(line ->
            line.replace("198.51.100.1:5000", cluster.registry())
                .replace("name: default", "name: " + name)
                .replace("pythonservice-builds", builds))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException problem) {
      throw new UncheckedIOException(path + " cannot be read", problem);
    }
  }
}
